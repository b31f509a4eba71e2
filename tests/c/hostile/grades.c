/* Grades by quotas, what is changed of them, and disputes: good questions, wrong ones, NULL for each pointer; and entries that are none. */

#include <string.h>

#include "check.h"

static const char RULES[] =
    "{\"attain\":1,\"name\":\"Grades\",\"currency\":\"EUR\","
    "\"org\":{\"trees\":{\"sales\":[\"company\"]},\"peers\":\"subject.role\",\"may_see\":\"actor = subject\"},"
    "\"rules\":{\"rounding\":{\"to\":\"1\",\"mode\":\"half_up\",\"odd\":\"first\"},\"boundary\":\"[from, to)\",\"missing\":\"hold\"},"
    "\"facts\":{\"visit\":{\"whose\":\"rep\",\"fields\":{\"rep\":\"person\",\"points\":\"number\"}}},"
    "\"disputes\":{\"days\":30,\"may\":\"actor = subject\",\"answers\":\"actor.role = \\\"hr\\\"\"},"
    "\"tables\":{\"grade\":{\"keys\":[\"score\"],\"read\":\"step\",\"rows\":[{\"score\":\"5 ..\",\"grade\":\"A\"},{\"score\":\".. 5\",\"grade\":\"B\"}]}},"
    "\"scorecards\":{\"rep\":{\"who\":\"role = \\\"rep\\\"\",\"grain\":\"month\","
    "\"items\":[{\"id\":\"visits\",\"weight\":\"100%\",\"value\":\"sum(visit.points)\"}],\"grades\":{\"table\":\"grade\","
    "\"force\":{\"shares\":{\"A\":\"50%\",\"B\":\"50%\"},\"ties\":\"better\",\"taken\":\"next\"},"
    "\"calibrate\":{\"may\":\"actor.role = \\\"hr\\\"\"}}}}}";

static const char SAID[] =
    "{\"kind\":\"unit\",\"id\":\"u1\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m1\",\"on\":\"2025-01-01\",\"who\":\"ann\",\"unit\":\"company\",\"role\":\"rep\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m2\",\"on\":\"2025-01-01\",\"who\":\"\xe7\x8e\x8b\xe8\x8a\xb3\",\"unit\":\"company\",\"role\":\"rep\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m3\",\"on\":\"2025-01-01\",\"who\":\"eve\",\"unit\":\"company\",\"role\":\"hr\"}\n"
    "{\"kind\":\"visit\",\"id\":\"v1\",\"on\":\"2025-02-04\",\"rep\":\"ann\",\"points\":2}\n"
    "{\"kind\":\"visit\",\"id\":\"v2\",\"on\":\"2025-03-04\",\"rep\":\"ann\",\"points\":4}\n"
    "{\"kind\":\"visit\",\"id\":\"v3\",\"on\":\"2025-02-04\",\"rep\":\"\xe7\x8e\x8b\xe8\x8a\xb3\",\"points\":8}\n"
    "{\"kind\":\"visit\",\"id\":\"v4\",\"on\":\"2025-03-04\",\"rep\":\"\xe7\x8e\x8b\xe8\x8a\xb3\",\"points\":3}\n"
    "{\"kind\":\"adjust\",\"id\":\"c1\",\"on\":\"2025-03-30\",\"of\":\"grade.rep\",\"who\":\"ann\",\"period\":\"2025-03\",\"to\":\"B\",\"by\":\"eve\",\"why\":\"late reports\"}\n"
    "{\"kind\":\"dispute\",\"id\":\"d1\",\"on\":\"2025-03-31\",\"of\":\"scorecard.rep/item.visits\",\"who\":\"ann\",\"period\":\"2025-03\",\"by\":\"ann\",\"why\":\"one is missing\"}\n";

#define CARD "rep", 3
#define ALL CARD, NULL, 0

static void graded(attain_view *view)
{
    attain_place march = person_in("ann", "2025-03"), february = person_in("ann", "2025-02");
    attain_text *text = GARBAGE;

    FINE(attain_view_grades(view, &march, ALL, ATTAIN_FORM_JSON, &text, E));
    JSON("grades", attain_text_data(text));
    HAS("the grade by quotas", "\"by_quotas\":{\"value\":\"A\"", attain_text_data(text));
    HAS("who changed it", "\"why\":\"late reports\"", attain_text_data(text));
    HAS("what was left", "\"given\":1,\"now\":0", attain_text_data(text));
    attain_text_free(text);
    FINE(attain_view_grades(view, &march, CARD, "ann", 3, ATTAIN_FORM_TEXT_ZH, &text, E));
    HAS("in Chinese", "\xe6\xa0\xa1\xe5\x87\x86", attain_text_data(text));
    TRUE("whom she may not see is not told", strstr(attain_text_data(text), "\xe7\x8e\x8b\xe8\x8a\xb3") == NULL);
    attain_text_free(text);
    FINE(attain_view_next_grade(view, &february, CARD, ATTAIN_FORM_JSON, &text, E));
    HAS("the next grade", "\"next\":{\"grade\":{\"value\":\"A\",\"unit\":\"text\"},\"score\":{\"value\":\"8\"", attain_text_data(text));
    attain_text_free(text);
    FINE(attain_view_focus_helped(view, &march, CARD, ATTAIN_FORM_JSON, &text, E));
    HAS("what she worked on", "\"worked_on\":[\"visits\"]", attain_text_data(text));
    HAS("by how much it rose", "\"change\":{\"value\":\"2\"", attain_text_data(text));
    attain_text_free(text);
    FINE(attain_view_calibrations(view, &march, ALL, ATTAIN_FORM_JSON, &text, E));
    HAS("what came of it", "\"state\":\"counts\"", attain_text_data(text));
    attain_text_free(text);
    FINE(attain_view_disputes(view, 1, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    HAS("an open dispute", "\"state\":\"open\",\"line\":\"same\"", attain_text_data(text));
    attain_text_free(text);
    FINE(attain_view_disputes(view, 0, "eve", 3, ATTAIN_FORM_TEXT_EN, &text, E));
    TRUE("whose it may not see", strstr(attain_text_data(text), "d1") == NULL);
    attain_text_free(text);
}

static void wrong(attain_view *view)
{
    attain_place march = person_in("ann", "2025-03");
    attain_text *text = GARBAGE;

    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "scorecard",
            attain_view_grades(view, &march, "reps", 4, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "scorecard",
            attain_view_calibrations(view, &march, "reps", 4, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "scorecard",
            attain_view_focus_helped(view, &march, "reps", 4, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "scorecard",
            attain_view_next_grade(view, &march, "reps", 4, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_grades(view, &march, ALL, 9, &text, E));
    IS_INVALID("form", attain_view_disputes(view, 0, NULL, 0, 9, &text, E));
    IS_NULL("view", attain_view_grades(NULL, &march, ALL, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_grades(view, NULL, ALL, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("scorecard", attain_view_grades(view, &march, NULL, 3, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_grades(view, &march, ALL, ATTAIN_FORM_JSON, NULL, E));
    IS_NULL("view", attain_view_calibrations(NULL, &march, ALL, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_calibrations(view, NULL, ALL, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("view", attain_view_disputes(NULL, 0, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_disputes(view, 0, NULL, 0, ATTAIN_FORM_JSON, NULL, E));
    IS_NULL("view", attain_view_next_grade(NULL, &march, CARD, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_focus_helped(view, NULL, CARD, ATTAIN_FORM_JSON, &text, E));
}

void grades(void)
{
    attain_engine *engine = engine_of(RULES, SAID);
    attain_view *view = view_of(engine, "2025-03-31");

    graded(view);
    wrong(view);
    attain_view_free(view);
    attain_engine_free(engine);
}
