/* Whether a record may be moved, which moves should not have been, and what is there twice: good questions, wrong ones, NULL for each pointer. */

#include "check.h"

static const char RULES[] =
    "{\"attain\":1,\"name\":\"Moves\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"sales\":[\"company\"]},\"person\":{\"role\":\"text\"}},"
    "\"records\":{\"deal\":{\"whose\":\"owner\",\"pipeline\":\"b2b\",\"fields\":{\"owner\":\"person\",\"form\":\"text\"}},"
    "\"tender\":{\"whose\":\"owner\",\"pipeline\":\"free\",\"fields\":{\"owner\":\"person\"}},"
    "\"note\":{\"duplicate\":[\"about\"],\"fields\":{\"about\":\"text\"}}},"
    "\"pipelines\":{\"b2b\":{\"stages\":[{\"id\":\"lead\",\"kind\":\"open\"},{\"id\":\"design\",\"kind\":\"open\",\"requires\":[\"form\"]},"
    "{\"id\":\"done\",\"kind\":\"won\"},{\"id\":\"lost\",\"kind\":\"lost\"}],\"mode\":\"observe\",\"who\":\"owner\","
    "\"may_override\":\"actor.role = \\\"head\\\"\","
    "\"moves\":{\"skip\":false,\"back\":false,\"lost_from\":\"any\",\"reopen\":false}},"
    "\"free\":{\"stages\":[{\"id\":\"lead\",\"kind\":\"open\"},{\"id\":\"done\",\"kind\":\"won\"}]}}}";

static const char SAID[] =
    "{\"kind\":\"unit\",\"id\":\"u1\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m1\",\"on\":\"2025-01-01\",\"who\":\"王芳\",\"unit\":\"company\",\"role\":\"rep\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m2\",\"on\":\"2025-01-01\",\"who\":\"ann\",\"unit\":\"company\",\"role\":\"head\"}\n"
    "{\"kind\":\"deal\",\"id\":\"d1\",\"on\":\"2025-03-03\",\"owner\":\"王芳\"}\n"
    "{\"kind\":\"deal\",\"id\":\"d2\",\"on\":\"2025-03-03\",\"owner\":\"王芳\"}\n"
    "{\"kind\":\"move\",\"id\":\"s1\",\"on\":\"2025-03-05\",\"of\":\"d2\",\"to\":\"done\",\"by\":\"王芳\"}\n"
    "{\"kind\":\"tender\",\"id\":\"t1\",\"on\":\"2025-03-03\",\"owner\":\"王芳\"}\n"
    "{\"kind\":\"note\",\"id\":\"n1\",\"on\":\"2025-03-03\",\"about\":\"x\"}\n"
    "{\"kind\":\"note\",\"id\":\"n2\",\"on\":\"2025-03-04\",\"about\":\"x\"}\n";

#define MOVE(record, to) record, ATTAIN_NTS, to, ATTAIN_NTS
#define BY "王芳", ATTAIN_NTS
#define NOBODY NULL, 0
#define NOON "2025-03-06T12:00", 16
#define RULED NULL, ATTAIN_NTS
#define J ATTAIN_FORM_JSON

static void text_of(attain_text *text, const char *what, const char *part)
{
    HAS(what, part, attain_text_data(text));
    attain_text_free(text);
}

static void answered(attain_view *view)
{
    attain_text *text = GARBAGE;

    FINE(attain_view_check_move(view, MOVE("d1", "design"), BY, NOON, RULED, J, &text, E));
    JSON("a verdict", attain_text_data(text));
    HAS("it may not be", "\"allowed\":false,\"overridden\":false,\"reasons\":[{\"code\":\"missing\"", attain_text_data(text));
    HAS("with its cure", "\"cure\":\"fill in form\"", attain_text_data(text));
    HAS("where it is", "{\"record\":\"d1\",\"stage\":\"lead\",\"to\":\"design\",", attain_text_data(text));
    text_of(text, "and where the answer comes from", "\"from\":{\"plan\"");
    FINE(attain_view_check_move(view, MOVE("d1", "design"), "ann", 3, "2025-03-06", 10, "the fair", 8, J, &text, E));
    text_of(text, "against the rules", "\"allowed\":true,\"overridden\":true");
    FINE(attain_view_check_move(view, MOVE("d1", "lost"), NOBODY, NOON, RULED, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "未写明由谁移动");
    FINE(attain_view_check_move(view, MOVE("d1", "dsign"), BY, NOON, RULED, ATTAIN_FORM_TEXT_EN, &text, E));
    text_of(text, "the nearest", "did you mean `design`?");
    FINE(attain_view_check_move(view, MOVE("d1", "design"), "ann", 3, NOON, "", 0, J, &text, E));
    text_of(text, "no reason given", "\"code\":\"no_reason\"");
    FINE(attain_view_check_move(view, MOVE("t1", "done"), NOBODY, NOON, RULED, J, &text, E));
    text_of(text, "nothing is said of its moves", "\"allowed\":true");
}

static void wrong(attain_view *view)
{
    attain_text *text = GARBAGE;

    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "record", attain_view_check_move(view, MOVE("d9", "design"), BY, NOON, RULED, J, &text, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.invalid", "record", attain_view_check_move(view, MOVE("n1", "done"), BY, NOON, RULED, J, &text, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.invalid", "by", attain_view_check_move(view, MOVE("d1", "design"), "", 0, NOON, RULED, J, &text, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.invalid", "to", attain_view_check_move(view, MOVE("t1", "dine"), BY, NOON, RULED, J, &text, E));
    IS_INVALID("at", attain_view_check_move(view, MOVE("d1", "design"), BY, "noon", 4, RULED, J, &text, E));
    IS_INVALID("at", attain_view_check_move(view, MOVE("d1", "design"), BY, "2025-02-30", 10, RULED, J, &text, E));
    IS_INVALID("form", attain_view_check_move(view, MOVE("d1", "design"), BY, NOON, RULED, 0, &text, E));
    IS_NULL("view", attain_view_check_move(NULL, MOVE("d1", "design"), BY, NOON, RULED, J, &text, E));
    IS_NULL("record", attain_view_check_move(view, NULL, 2, "design", 6, BY, NOON, RULED, J, &text, E));
    IS_NULL("to", attain_view_check_move(view, "d1", 2, NULL, 6, BY, NOON, RULED, J, &text, E));
    IS_NULL("by", attain_view_check_move(view, MOVE("d1", "design"), NULL, 3, NOON, RULED, J, &text, E));
    IS_NULL("at", attain_view_check_move(view, MOVE("d1", "design"), BY, NULL, 16, RULED, J, &text, E));
    IS_NULL("overrides", attain_view_check_move(view, MOVE("d1", "design"), BY, NOON, NULL, 8, J, &text, E));
    IS_NULL("out", attain_view_check_move(view, MOVE("d1", "design"), BY, NOON, RULED, J, NULL, E));
}

static void made(attain_view *view)
{
    attain_place march, days, small;
    attain_text *text = GARBAGE;

    attain_place_init(&march, sizeof march);
    march.period.data = "2025-03";
    march.period.len = 7;
    attain_place_init(&days, sizeof days);
    days.from = day_of("2025-03-01");
    days.to = day_of("2025-03-05");
    small = march;
    small.struct_size = 4;
    FINE(attain_view_conformance(view, &march, "deal", 4, J, &text, E));
    JSON("what real moves say", attain_text_data(text));
    HAS("all of them", "{\"moves\":3,\"conforming\":2,", attain_text_data(text));
    text_of(text, "which and why", "\"entry\":\"s1\",\"from\":\"lead\",\"to\":\"done\",\"on\":\"2025-03-05\",\"by\":\"王芳\",\"reasons\":[{\"code\":\"skips\"");
    FINE(attain_view_conformance(view, &days, "deal", ATTAIN_NTS, J, &text, E));
    text_of(text, "up to the day before", "{\"moves\":2,\"conforming\":2,\"deviations\":[],");
    FINE(attain_view_conformance(view, &march, "deal", 4, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "不可跳过 design");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "kind", attain_view_conformance(view, &march, "dael", 4, J, &text, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.invalid", "kind", attain_view_conformance(view, &march, "tender", 6, J, &text, E));
    march.period.data = "2025-13";
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, NULL, "place.period", attain_view_conformance(view, &march, "deal", 4, J, &text, E));
    days.to = days.from;
    IS_INVALID("place.to", attain_view_conformance(view, &days, "deal", 4, J, &text, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, NULL, NULL, attain_view_conformance(view, &small, "deal", 4, J, &text, E));
    days.to = day_of("2025-04-01");
    IS_INVALID("form", attain_view_conformance(view, &days, "deal", 4, 0, &text, E));
    IS_NULL("view", attain_view_conformance(NULL, &days, "deal", 4, J, &text, E));
    IS_NULL("place", attain_view_conformance(view, NULL, "deal", 4, J, &text, E));
    IS_NULL("kind", attain_view_conformance(view, &days, NULL, 4, J, &text, E));
    IS_NULL("out", attain_view_conformance(view, &days, "deal", 4, J, NULL, E));
}

static void twice(attain_view *view)
{
    attain_text *text = GARBAGE;

    FINE(attain_view_duplicates(view, NULL, 0, NULL, 0, J, &text, E));
    JSON("what is there twice", attain_text_data(text));
    HAS("both", "\"records\":[{\"record\":\"n1\",\"since\":\"2025-03-03\"},{\"record\":\"n2\",\"since\":\"2025-03-04\"}]", attain_text_data(text));
    text_of(text, "what they have in common", "\"values\":[\"x\"],\"since\":\"2025-03-04\",\"contested\":false");
    FINE(attain_view_duplicates(view, "note", 4, "n2", ATTAIN_NTS, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "查重项");
    FINE(attain_view_duplicates(view, NULL, ATTAIN_NTS, "d1", 2, J, &text, E));
    text_of(text, "none", "{\"groups\":[]");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "kind", attain_view_duplicates(view, "nota", 4, NULL, 0, J, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "record", attain_view_duplicates(view, NULL, 0, "n9", 2, J, &text, E));
    IS_INVALID("form", attain_view_duplicates(view, NULL, 0, NULL, 0, 0, &text, E));
    IS_NULL("view", attain_view_duplicates(NULL, NULL, 0, NULL, 0, J, &text, E));
    IS_NULL("kind", attain_view_duplicates(view, NULL, 4, NULL, 0, J, &text, E));
    IS_NULL("record", attain_view_duplicates(view, NULL, 0, NULL, 2, J, &text, E));
    IS_NULL("out", attain_view_duplicates(view, NULL, 0, NULL, 0, J, NULL, E));
}

void moves(void)
{
    attain_engine *engine = engine_of(RULES, SAID);
    attain_view *view = view_of(engine, "2025-03-06");

    answered(view);
    wrong(view);
    made(view);
    twice(view);
    attain_view_free(view);
    attain_engine_free(engine);
}
