/* Contests, badges, and whose rank moved: good questions, wrong ones, NULL for each pointer. */

#include "check.h"

static const char RULES[] =
    "{\"attain\":1,\"name\":\"Race\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"sales\":[\"company\"]},\"may_see\":\"actor = subject\"},"
    "\"facts\":{\"visit\":{\"whose\":\"rep\",\"fields\":{\"rep\":\"person\"}}},"
    "\"rankings\":{\"race\":{\"by\":\"count(visit)\",\"ties\":\"1224\",\"equals\":\"each\",\"prizes\":{\"keys\":[\"rank\"],\"read\":\"only\","
    "\"rows\":[{\"rank\":1,\"amount\":100,\"cup\":\"gold\"}]},\"badges\":[{\"id\":\"walker\",\"when\":\"count(visit) > 0\"}]},"
    "\"plain\":{\"by\":\"count(visit)\",\"ties\":\"1224\"}}}";

static const char SAID[] =
    "{\"kind\":\"unit\",\"id\":\"u1\",\"on\":\"2025-01-01\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m1\",\"on\":\"2025-01-01\",\"who\":\"王芳\",\"unit\":\"company\"}\n"
    "{\"kind\":\"membership\",\"id\":\"m2\",\"on\":\"2025-01-01\",\"who\":\"ann\",\"unit\":\"company\"}\n"
    "{\"kind\":\"visit\",\"id\":\"v1\",\"on\":\"2025-03-03\",\"rep\":\"王芳\"}\n";

static void text_of(attain_text *text, const char *what, const char *part)
{
    HAS(what, part, attain_text_data(text));
    attain_text_free(text);
}

static void contests(attain_view *view, attain_place *march)
{
    attain_text *text = GARBAGE;

    FINE(attain_view_contest(view, march, "race", 4, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    JSON("a contest", attain_text_data(text));
    text_of(text, "what is won", "\"paid\":{\"value\":\"100\",\"unit\":\"money\"}");
    FINE(attain_view_contest(view, march, "race", 4, NULL, 0, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "奖金");
    FINE(attain_view_contest(view, march, "race", 4, "ann", 3, ATTAIN_FORM_JSON, &text, E));
    text_of(text, "not for her eyes", "\"awards\":[]");
    FINE(attain_view_contest(view, march, "plain", 5, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    text_of(text, "nothing is to be won", "\"undefined\":\"nothing_defined\"");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "ranking",
            attain_view_contest(view, march, "rase", 4, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "actor",
            attain_view_contest(view, march, "race", 4, "bob", 3, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_contest(view, march, "race", 4, NULL, 0, 0, &text, E));
    IS_NULL("view", attain_view_contest(NULL, march, "race", 4, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_contest(view, NULL, "race", 4, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("ranking", attain_view_contest(view, march, NULL, 4, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_contest(view, march, "race", 4, NULL, 0, ATTAIN_FORM_JSON, NULL, E));
}

static void badges(attain_view *view, attain_place *march)
{
    attain_text *text = GARBAGE;

    FINE(attain_view_badges(view, march, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    JSON("badges", attain_text_data(text));
    text_of(text, "one is earned", "\"earned\":{\"value\":\"yes\"");
    FINE(attain_view_badges(view, march, NULL, 0, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "已获得");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "actor", attain_view_badges(view, march, "bob", 3, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_badges(view, march, NULL, 0, 0, &text, E));
    IS_NULL("view", attain_view_badges(NULL, march, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_badges(view, NULL, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_badges(view, march, NULL, 0, ATTAIN_FORM_JSON, NULL, E));
}

static void moved(attain_view *view, attain_view *before, attain_place *march)
{
    attain_text *text = GARBAGE;

    FINE(attain_view_rank_moves(view, before, march, "race", 4, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    JSON("moves", attain_text_data(text));
    text_of(text, "ann falls behind", "\"who\":\"ann\",\"movement\":\"falls\"");
    FINE(attain_view_rank_moves(view, NULL, march, "race", 4, NULL, 0, ATTAIN_FORM_TEXT_ZH, &text, E));
    text_of(text, "in Chinese", "原排名");
    FINE(attain_view_rank_moves(view, NULL, march, "race", 4, "ann", 3, ATTAIN_FORM_JSON, &text, E));
    text_of(text, "her own", "{\"moves\":[{\"who\":\"ann\"");
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "ranking",
            attain_view_rank_moves(view, before, march, "rase", 4, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_INVALID("form", attain_view_rank_moves(view, before, march, "race", 4, NULL, 0, 0, &text, E));
    IS_NULL("view", attain_view_rank_moves(NULL, before, march, "race", 4, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("place", attain_view_rank_moves(view, before, NULL, "race", 4, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("ranking", attain_view_rank_moves(view, before, march, NULL, 4, NULL, 0, ATTAIN_FORM_JSON, &text, E));
    IS_NULL("out", attain_view_rank_moves(view, before, march, "race", 4, NULL, 0, ATTAIN_FORM_JSON, NULL, E));
}

void rankings(void)
{
    attain_engine *engine = engine_of(RULES, SAID);
    attain_view *before = view_of(engine, "2025-03-02");
    attain_view *view = view_of(engine, "2025-03-04");
    attain_place march = person_in("王芳", "2025-03");

    contests(view, &march);
    badges(view, &march);
    moved(view, before, &march);
    attain_view_free(before);
    attain_view_free(view);
    attain_engine_free(engine);
}
