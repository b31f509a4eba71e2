/* What is asked of scorecards besides scores, and scorecards by themselves: good questions, wrong ones, NULL for each pointer. */

#include "check.h"

static const char RULES[] =
    "{\"attain\":1,\"name\":\"Cards\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"sales\":[\"company\"]},"
    "\"person\":{\"p\":\"number\",\"q\":\"number\",\"level\":\"text\"},\"peers\":\"subject.level\"},"
    "\"rules\":{\"rounding\":{\"to\":\"0.1\",\"mode\":\"half_up\"},\"boundary\":\"[from, to)\",\"missing\":\"skip\",\"ties\":\"1224\"},"
    "\"tables\":{\"grade\":{\"keys\":[\"score\"],\"read\":\"step\",\"rows\":[{\"score\":\".. 95\",\"grade\":\"B\"},"
    "{\"score\":\"95 ..\",\"grade\":\"A\"}]}},"
    "\"scorecards\":{\"rep\":{\"grain\":\"month\",\"grades\":{\"table\":\"grade\"},\"items\":["
    "{\"id\":\"p\",\"weight\":\"70%\",\"value\":\"subject.p\"},{\"id\":\"q\",\"weight\":\"30%\",\"value\":\"subject.q\"}]}}}";

static const char SAID[] =
    "{\"kind\":\"unit\",\"id\":\"u1\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m1\",\"on\":\"2025-01-01\",\"who\":\"ann\",\"unit\":\"company\",\"p\":100,\"q\":60,\"level\":\"s\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m2\",\"on\":\"2025-01-01\",\"who\":\"王芳\",\"unit\":\"company\",\"p\":80,\"q\":90,\"level\":\"s\"}\n";

static const char ALONE[] =
    "{\"values\":{\"x\":\"number\"},\"rules\":{\"rounding\":{\"to\":\"1\",\"mode\":\"half_up\"},\"missing\":\"zero\"},"
    "\"scorecard\":{\"grain\":\"month\",\"items\":[{\"id\":\"i\",\"weight\":\"100%\",\"value\":\"x\"}]}}";

#define CARD "rep", ATTAIN_NTS
#define X "{\"x\":81.5}"

static void text_of(attain_text *text, const char *what, const char *part)
{
    HAS(what, part, attain_text_data(text));
    attain_text_free(text);
}

static void needed(attain_view *view, attain_place at)
{
    attain_text *text = GARBAGE;

    FINE(attain_view_needs(view, &at, CARD, "A", 1, ATTAIN_FORM_JSON, &text, E));
    JSON("what is needed", attain_text_data(text));
    text_of(text, "of q", "\"exact\":\"499/6\"");
    FINE(attain_view_needs(view, &at, CARD, "A", 1, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "需要");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "grade", attain_view_needs(view, &at, CARD, "S", 1, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "scorecard", attain_view_needs(view, &at, "re", 2, "A", 1, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_needs(view, &at, CARD, "A", 1, 0, &text, E));
    IS_NULL("view", attain_view_needs(NULL, &at, CARD, "A", 1, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_needs(view, NULL, CARD, "A", 1, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("scorecard", attain_view_needs(view, &at, NULL, 3, "A", 1, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("grade", attain_view_needs(view, &at, CARD, NULL, 1, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_needs(view, &at, CARD, "A", 1, ATTAIN_FORM_JSON, NULL, E));
}

static void compared(attain_view *view, attain_place at)
{
    attain_text *text = GARBAGE;

    FINE(attain_view_flips(view, &at, CARD, "王芳", ATTAIN_NTS, ATTAIN_FORM_JSON, &text, E));
    JSON("what turns them round", attain_text_data(text));
    text_of(text, "of p", "\"at\":{\"value\":\"0.6\"");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "other", attain_view_flips(view, &at, CARD, "bob", 3, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_flips(view, &at, CARD, "ann", 3, 9, &text, E));
    IS_NULL("view", attain_view_flips(NULL, &at, CARD, "ann", 3, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_flips(view, NULL, CARD, "ann", 3, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("scorecard", attain_view_flips(view, &at, NULL, 3, "ann", 3, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("other", attain_view_flips(view, &at, CARD, NULL, 3, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_flips(view, &at, CARD, "ann", 3, ATTAIN_FORM_JSON, NULL, E));

    FINE(attain_view_focus(view, &at, CARD, ATTAIN_FORM_JSON, &text, E));
    JSON("where she stands", attain_text_data(text));
    text_of(text, "what to work on", "\"work_on\":[\"q\"]");
    FINE(attain_view_focus(view, &at, CARD, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "辅导重点");
    IS_INVALID("form", attain_view_focus(view, &at, CARD, -1, &text, E));
    IS_NULL("view", attain_view_focus(NULL, &at, CARD, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_focus(view, NULL, CARD, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("scorecard", attain_view_focus(view, &at, NULL, 3, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_focus(view, &at, CARD, ATTAIN_FORM_JSON, NULL, E));
}

static void alone(void)
{
    attain_text *text = GARBAGE;

    FINE(attain_scorecard_alone(ALONE, sizeof ALONE - 1, X, sizeof X - 1, ATTAIN_FORM_JSON, &text, E));
    JSON("a card by itself", attain_text_data(text));
    text_of(text, "rounded", "\"score\":{\"value\":\"82\"");
    FINE(attain_scorecard_alone(ALONE, sizeof ALONE - 1, "{}", 2, ATTAIN_FORM_TEXT_EN, &text, E));
    text_of(text, "missing", "counts as 0");
    REFUSED(ATTAIN_E_SYNTAX, "document.syntax", "", attain_scorecard_alone("{", 1, "{}", 2, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_PLAN, "name.unknown", "y", attain_scorecard_alone(ALONE, sizeof ALONE - 1, "{\"y\":1}", 7, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_scorecard_alone(ALONE, sizeof ALONE - 1, X, sizeof X - 1, 0, &text, E));
    IS_NULL("definition", attain_scorecard_alone(NULL, 2, X, sizeof X - 1, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("values", attain_scorecard_alone(ALONE, sizeof ALONE - 1, NULL, 2, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_scorecard_alone(ALONE, sizeof ALONE - 1, X, sizeof X - 1, ATTAIN_FORM_JSON, NULL, E));
}

void coaching(void)
{
    attain_engine *engine = engine_of(RULES, SAID);
    attain_view *view = view_of(engine, "2025-03-31");
    attain_place at = person_in("ann", "2025-03");

    needed(view, at);
    compared(view, at);
    alone();
    attain_view_free(view);
    attain_engine_free(engine);
}
