/* What people say of each other: good questions, wrong ones, NULL for each pointer; and entries that are none. */

#include <string.h>

#include "check.h"

static const char RULES[] =
    "{\"attain\":1,\"name\":\"Reviews\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"sales\":[\"company\"]},\"may_see\":\"actor = subject\"},"
    "\"reviews\":{\"conduct\":{\"items\":[\"teamwork\"],\"missing\":\"skip\","
    "\"scales\":{\"five\":{\"lowest\":1,\"highest\":5,\"step\":1}},\"severity\":{\"at_least\":1},"
    "\"raters\":{\"self\":{\"weight\":\"20%\"},\"peer\":{\"weight\":\"60%\",\"anonymous\":3},\"customer\":{\"weight\":\"20%\"}}}}}";

static const char SAID[] =
    "{\"kind\":\"unit\",\"id\":\"u1\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m1\",\"on\":\"2025-01-01\",\"who\":\"ann\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m2\",\"on\":\"2025-01-01\",\"who\":\"bob\",\"unit\":\"company\"}\n"
    "{\"kind\":\"review\",\"id\":\"r1\",\"on\":\"2025-03-31\",\"who\":\"ann\",\"by\":\"ann\",\"relation\":\"self\",\"item\":\"teamwork\",\"score\":5,\"period\":\"2025-03\"}\n"
    "{\"kind\":\"review\",\"id\":\"r2\",\"on\":\"2025-03-31\",\"who\":\"ann\",\"by\":\"bob\",\"relation\":\"peer\",\"item\":\"teamwork\",\"score\":3,\"period\":\"2025-03\"}\n"
    "{\"kind\":\"review\",\"id\":\"r3\",\"on\":\"2025-03-31\",\"who\":\"ann\",\"by\":\"\xe7\x8e\x8b\xe8\x8a\xb3\",\"relation\":\"customer\",\"item\":\"teamwork\",\"score\":1,\"period\":\"2025-03\"}\n";

#define ALL "{\"of\":\"conduct\",\"item\":\"teamwork\",\"raters\":true}"
#define ASKED ALL, sizeof ALL - 1, NULL, 0

static void asked(attain_view *view)
{
    attain_place ann = person_in("ann", "2025-03"), company = unit_in("company", "2025-03");
    attain_text *text = GARBAGE;

    /* Her own 100, a peer's 50 that nobody sees, a customer's 0 that would tell it: 20 + 30 + 0. */
    FINE(attain_view_review(view, &ann, ASKED, ATTAIN_FORM_JSON, &text, E));
    JSON("a review", attain_text_data(text));
    HAS("the whole", "\"score\":{\"value\":\"50\"", attain_text_data(text));
    HAS("few raters", "\"hidden\":{\"why\":\"few\",\"have\":\"1\",\"need\":\"3\"}", attain_text_data(text));
    TRUE("no anonymous rater is told", strstr(attain_text_data(text), "bob") == NULL);
    attain_text_free(text);
    FINE(attain_view_review(view, &ann, ALL, sizeof ALL - 1, "ann", 3, ATTAIN_FORM_TEXT_ZH, &text, E));
    HAS("in Chinese", "\xe8\x87\xaa\xe8\xaf\x84", attain_text_data(text));
    attain_text_free(text);
    FINE(attain_view_review(view, &company, ASKED, ATTAIN_FORM_JSON, &text, E));
    HAS("of people alone", "\"undefined\":\"of_people\"", attain_text_data(text));
    attain_text_free(text);
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.hidden", NULL,
            attain_view_review(view, &ann, ALL, sizeof ALL - 1, "bob", 3, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "query",
            attain_view_review(view, &ann, "{\"of\":\"conductt\"}", 17, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_PLAN, "document.wrong_type", "raters",
            attain_view_review(view, &ann, "{\"of\":\"conduct\",\"raters\":7}", 27, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_review(view, &ann, ASKED, 0, &text, E));
    IS_NULL("view", attain_view_review(NULL, &ann, ASKED, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_review(view, NULL, ASKED, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("query", attain_view_review(view, &ann, NULL, 2, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_review(view, &ann, ASKED, ATTAIN_FORM_JSON, NULL, E));
}

void reviews(void)
{
    attain_engine *engine = engine_of(RULES, SAID);
    attain_view *view = view_of(engine, "2025-03-31");

    asked(view);
    attain_view_free(view);
    attain_engine_free(engine);
}
