/* What is due, and what timers did: good questions, wrong ones, NULL for each pointer. */

#include "check.h"

static const char RULES[] =
    "{\"attain\":1,\"name\":\"Due\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"sales\":[\"company\"]},\"may_see\":\"actor = subject\"},"
    "\"records\":{\"lead\":{\"whose\":\"owner\",\"fields\":{\"owner\":\"person\"},\"timers\":["
    "{\"id\":\"contact\",\"starts\":\"opened\",\"due\":\"24 hours\",\"stops\":\"touched\",\"do\":[{\"release\":true}]}]}}}";

static const char SAID[] =
    "{\"kind\":\"unit\",\"id\":\"u1\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m1\",\"on\":\"2025-01-01\",\"who\":\"王芳\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m2\",\"on\":\"2025-01-01\",\"who\":\"ann\",\"unit\":\"company\"}\n"
    "{\"kind\":\"lead\",\"id\":\"l1\",\"on\":\"2025-03-03\",\"owner\":\"王芳\"}\n";

#define NOON "{\"at\":\"2025-03-04T12:00\"}"
#define ALL(form) NOON, sizeof NOON - 1, NULL, 0, form
#define TIMES "2025-03-04", ATTAIN_NTS, "2025-03-05T00:00", 16

static void text_of(attain_text *text, const char *what, const char *part)
{
    HAS(what, part, attain_text_data(text));
    attain_text_free(text);
}

static void listed(attain_view *view)
{
    attain_text *text = GARBAGE;

    FINE(attain_view_due(view, ALL(ATTAIN_FORM_JSON), &text, E));
    JSON("what is due", attain_text_data(text));
    text_of(text, "it is overdue", "\"overdue_seconds\":\"43200\"");
    FINE(attain_view_due(view, "{}", 2, "王芳", ATTAIN_NTS, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "23 小时 59 分钟");
    FINE(attain_view_due(view, "{}", 2, "ann", 3, ATTAIN_FORM_JSON, &text, E));
    text_of(text, "not for her eyes", "\"hidden\":1");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "query", attain_view_due(view, "{\"kind\":\"deal\"}", 15, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "actor", attain_view_due(view, "{}", 2, "bob", 3, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_due(view, ALL(0), &text, E));
    IS_NULL("view", attain_view_due(NULL, ALL(ATTAIN_FORM_JSON), &text, E));
    IS_NULL("query", attain_view_due(view, NULL, 2, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_due(view, ALL(ATTAIN_FORM_JSON), NULL, E));
}

static void did(attain_view *view)
{
    attain_text *text = GARBAGE;

    FINE(attain_view_fired(view, "{}", 2, NULL, 0, TIMES, ATTAIN_FORM_JSON, &text, E));
    JSON("what timers did", attain_text_data(text));
    text_of(text, "once", "\"id\":\"2025-03-04T00:00:00/due/contact//l1\"");
    FINE(attain_view_fired(view, "{}", 2, NULL, 0, TIMES, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "到期");
    IS_INVALID("from", attain_view_fired(view, "{}", 2, NULL, 0, "noon", 4, "2025-03-05", 10, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("to", attain_view_fired(view, "{}", 2, NULL, 0, "2025-03-04", 10, "2025-02-30", 10, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_fired(view, "{}", 2, NULL, 0, TIMES, 0, &text, E));
    IS_NULL("view", attain_view_fired(NULL, "{}", 2, NULL, 0, TIMES, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("query", attain_view_fired(view, NULL, 2, NULL, 0, TIMES, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("from", attain_view_fired(view, "{}", 2, NULL, 0, NULL, 4, "2025-03-05", 10, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("to", attain_view_fired(view, "{}", 2, NULL, 0, "2025-03-04", 10, NULL, 4, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_fired(view, "{}", 2, NULL, 0, TIMES, ATTAIN_FORM_JSON, NULL, E));
}

void due(void)
{
    attain_engine *engine = engine_of(RULES, SAID);
    attain_view *view = view_of(engine, "2025-03-04");

    listed(view);
    did(view);
    attain_view_free(view);
    attain_engine_free(engine);
}
