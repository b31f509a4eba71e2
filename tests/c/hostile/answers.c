/* Answers: values of each unit, numbers that are not there and why, questions that cannot be asked. */

#include "check.h"

static void value_is(attain_view *view, attain_place at, const char *kpi, int32_t unit, const char *expected)
{
    attain_value value;

    memset(&value, 0x5a, sizeof value);
    FINE(attain_view_value(view, &at, kpi, ATTAIN_NTS, &value, E));
    INT(kpi, unit, value.unit);
    TEXT(kpi, expected, amount(&value));
    TRUE("it is defined, and what is reserved is 0", value.undefined == 0 && value.reserved == 0);
}

static void values(attain_view *view)
{
    attain_place ann = person_in("ann", "2025-03"), company = unit_in("company", "2025-Q1");
    attain_value value;
    attain_text *text;

    value_is(view, ann, "revenue", ATTAIN_UNIT_MONEY, "7000");
    value_is(view, company, "revenue", ATTAIN_UNIT_MONEY, "7100");
    value_is(view, ann, "orders", ATTAIN_UNIT_NUMBER, "2");
    value_is(view, company, "average", ATTAIN_UNIT_MONEY, "7100/3");
    value_is(view, company, "ahead", ATTAIN_UNIT_POINTS, "0");
    value_is(view, ann, "busy", ATTAIN_UNIT_YES_NO, "1");
    value_is(view, ann, "customer", ATTAIN_UNIT_TEXT, "0");
    value_is(view, ann, "latest", ATTAIN_UNIT_DATE, "0");
    FINE(attain_view_value(view, &ann, "latest", 6, &value, E));
    INT("a day", day_of("2025-03-18"), value.day);
    FINE(attain_view_value(view, &ann, "orders", 6, &value, E));
    INT("no day", ATTAIN_DATE_NONE, value.day);
    FINE(attain_view_value_json(view, &ann, "customer", 8, &text, E));
    TEXT("a text", "{\"value\":\"West\",\"unit\":\"text\"}", attain_text_data(text));
    attain_text_free(text);
    FINE(attain_view_value_json(view, &company, "average", 7, &text, E));
    HAS("a number that is no decimal", "\"exact\":\"7100/3\"", attain_text_data(text));
    attain_text_free(text);
}

static void undefined(const char *what, const attain_value *value, int32_t why, const char *name)
{
    INT(what, why, value->undefined);
    TEXT("the name of the reason", name, attain_why_name(value->undefined));
    TRUE("no unit, no day", value->unit == 0 && value->day == ATTAIN_DATE_NONE);
    TEXT("an amount of 0", "0", amount(value));
}

static void reasons(attain_view *view)
{
    attain_place ann = person_in("ann", "2025-02"), bob = person_in("bob", "2025-03"), early = person_in("ann", "2024-12");
    attain_value value;
    attain_text *text;

    FINE(attain_view_value(view, &ann, "average", 7, &value, E));
    undefined("divided by zero", &value, ATTAIN_WHY_DIVIDED_BY_ZERO, "divided_by_zero");
    FINE(attain_view_value_json(view, &ann, "average", 7, &text, E));
    HAS("as JSON too", "\"undefined\":\"divided_by_zero\"", attain_text_data(text));
    attain_text_free(text);
    FINE(attain_view_attainment(view, &bob, "revenue", 7, &value, E));
    undefined("nobody set a target", &value, ATTAIN_WHY_NO_TARGET, "no_target");
    FINE(attain_view_target(view, &bob, "revenue", 7, &value, E));
    undefined("nor is there one", &value, ATTAIN_WHY_NO_TARGET, "no_target");
    FINE(attain_view_target(view, &ann, "orders", 6, &value, E));
    undefined("a KPI that has no targets", &value, ATTAIN_WHY_NO_TARGET, "no_target");
    FINE(attain_view_value(view, &ann, "latest", 6, &value, E));
    undefined("nothing happened", &value, ATTAIN_WHY_NO_FACTS, "no_facts");
    FINE(attain_view_rank(view, &early, "best", 4, &value, E));
    undefined("not yet a member", &value, ATTAIN_WHY_NOT_A_MEMBER, "not_a_member");
}

static void results(attain_view *view)
{
    attain_place ann = person_in("ann", "2025-03"), bob = person_in("bob", "2025-03"), company = unit_in("company", "2025-03");
    attain_value value;

    FINE(attain_view_target(view, &ann, "revenue", 7, &value, E));
    TEXT("a target", "8000", amount(&value));
    FINE(attain_view_attainment(view, &ann, "revenue", 7, &value, E));
    TEXT("its attainment", "0.875", amount(&value));
    INT("a ratio", ATTAIN_UNIT_RATIO, value.unit);
    FINE(attain_view_score(view, &ann, "rep", 3, &value, E));
    TEXT("a score", "87.5", amount(&value));
    FINE(attain_view_rank(view, &bob, "best", 4, &value, E));
    TEXT("a rank", "2", amount(&value));
    FINE(attain_view_rank_change(view, &bob, "best", 4, &value, E));
    TRUE("a change of rank is one, or has a reason", (value.unit == ATTAIN_UNIT_NUMBER) == (value.undefined == 0));
    FINE(attain_view_pay(view, &ann, "pay", 3, NULL, 0, &value, E));
    TEXT("what is owed", "350", amount(&value));
    FINE(attain_view_pay(view, &company, "pay", ATTAIN_NTS, "commission", ATTAIN_NTS, &value, E));
    TEXT("what is owed to all", "354", amount(&value));
}

static void text_has(attain_status status, attain_text *text, const char *part, int json)
{
    INT("a text", ATTAIN_OK, status);
    HAS("has its part", part, attain_text_data(text));
    TRUE("and is JSON, or is none", is_json(attain_text_data(text)) == json);
    attain_text_free(text);
}

static void forms(attain_view *view)
{
    attain_place at = person_in("ann", "2025-03"), when = person_in(NULL, "2025-03");
    attain_status status;
    attain_text *text;

    status = attain_view_scorecard(view, &at, "rep", 3, ATTAIN_FORM_JSON, &text, NULL);
    text_has(status, text, "\"score\":{\"value\":\"87.5\"", 1);
    status = attain_view_scorecard(view, &at, "rep", 3, ATTAIN_FORM_JSON, &text, NULL);
    text_has(status, text, "\"position\":7,\"as_of\":\"2025-03-31\",\"engine\":", 1);
    status = attain_view_explain(view, &at, ATTAIN_EXPLAIN_VALUE, "revenue", 7, ATTAIN_FORM_JSON, &text, NULL);
    text_has(status, text, "\"from\":{\"plan\":", 1);
    status = attain_view_scorecard(view, &at, "rep", 3, ATTAIN_FORM_TEXT_EN, &text, NULL);
    text_has(status, text, "87.5", 0);
    status = attain_view_scorecard(view, &at, "rep", 3, ATTAIN_FORM_TEXT_ZH, &text, NULL);
    text_has(status, text, "总分", 0);
    status = attain_view_ranking(view, &when, "best", 4, ATTAIN_FORM_JSON, &text, NULL);
    text_has(status, text, "\"who\":\"ann\"", 1);
    status = attain_view_ranking(view, &when, "best", 4, ATTAIN_FORM_TEXT_EN, &text, NULL);
    text_has(status, text, "bob", 0);
    status = attain_view_statement(view, &at, "pay", 3, ATTAIN_FORM_JSON, &text, NULL);
    text_has(status, text, "\"total\":{\"value\":\"350\"", 1);
    status = attain_view_statement(view, &at, "pay", 3, ATTAIN_FORM_TEXT_ZH, &text, NULL);
    text_has(status, text, "350", 0);
    status = attain_view_target_json(view, &at, "revenue", 7, &text, NULL);
    text_has(status, text, "8000", 1);
    status = attain_view_explain(view, &at, ATTAIN_EXPLAIN_VALUE, "revenue", 7, ATTAIN_FORM_JSON, &text, NULL);
    text_has(status, text, "o2", 1);
    status = attain_view_explain(view, &at, ATTAIN_EXPLAIN_ATTAINMENT, "revenue", 7, ATTAIN_FORM_TEXT_ZH, &text, NULL);
    text_has(status, text, "销售额", 0);
    status = attain_view_explain(view, &at, ATTAIN_EXPLAIN_SCORECARD, "rep", 3, ATTAIN_FORM_TEXT_EN, &text, NULL);
    text_has(status, text, "attained", 0);
    status = attain_view_explain(view, &at, ATTAIN_EXPLAIN_STATEMENT, "pay", 3, ATTAIN_FORM_JSON, &text, NULL);
    text_has(status, text, "commission", 1);
}

static void not_found(attain_view *view)
{
    attain_place at = person_in("ann", "2025-03"), person = person_in("an", "2025-03"), unit = unit_in("ann", "2025-03");
    attain_place days = person_in("ann", NULL);
    attain_text *text = GARBAGE;
    attain_value value;

    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "kpi", attain_view_value(view, &at, "revenu", 6, &value, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "place.key", attain_view_value(view, &person, "revenue", 7, &value, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "place.key", attain_view_value(view, &unit, "revenue", 7, &value, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "scorecard", attain_view_score(view, &at, "card", 4, &value, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "ranking", attain_view_rank(view, &at, "worst", 5, &value, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "ranking", attain_view_rank_change(view, &at, "worst", 5, &value, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "incentive", attain_view_pay(view, &at, "paid", 4, NULL, 0, &value, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "component", attain_view_pay(view, &at, "pay", 3, "bonus", 5, &value, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "scorecard",
            attain_view_scorecard(view, &at, "card", 4, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "name",
            attain_view_explain(view, &at, ATTAIN_EXPLAIN_STATEMENT, "revenue", 7, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "kpi", attain_view_target(view, &at, "revenu", 6, &value, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "kpi", attain_view_attainment(view, &at, "revenu", 6, &value, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "kpi", attain_view_value_json(view, &at, "revenu", 6, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "kpi", attain_view_target_json(view, &at, "revenu", 6, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "ranking",
            attain_view_ranking(view, &at, "worst", 5, ATTAIN_FORM_JSON, &text, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "name.unknown", "incentive",
            attain_view_statement(view, &at, "paid", 4, ATTAIN_FORM_JSON, &text, E));
    at.period.data = "2025-3", at.period.len = 6;
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.invalid", "place.period", attain_view_value(view, &at, "revenue", 7, &value, E));
    days.from = day_of("2025-03-01"), days.to = day_of("2025-04-01");
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "question.span", NULL,
            attain_view_statement(view, &days, "pay", 3, ATTAIN_FORM_JSON, &text, E));
    TRUE("no text", text == NULL);
}

void answers(void)
{
    attain_engine *engine = engine_of(REVIEW, ENTRIES);
    attain_view *view = view_of(engine, "2025-03-31");

    values(view);
    reasons(view);
    results(view);
    forms(view);
    not_found(view);
    attain_view_free(view);
    attain_engine_free(engine);
}
