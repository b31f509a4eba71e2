/* Plans that are cut off, nested too deep, too long, full of mistakes; and one that is sound. */

#include <stdio.h>
#include <stdlib.h>

#include "check.h"

/* Each beginning of a plan, in memory of just its length, so that reading one byte too many is seen. */
static void truncated(void)
{
    size_t whole = strlen(SMALL), len, wrong = 0;
    attain_plan *plan;
    attain_error *error;

    for (len = 0; len < whole; len++) {
        char *part = malloc(len + (len == 0));

        memcpy(part, SMALL, len);
        wrong += attain_plan_load_json(part, len, NULL, &plan, &error) != ATTAIN_E_SYNTAX || plan != NULL ||
                 strcmp(attain_error_code(error), "document.syntax") != 0 || !is_json(attain_error_json(error));
        attain_error_free(error);
        free(part);
    }
    INT("beginnings of a plan that are not refused as such", 0, wrong);
}

static void deep(void)
{
    size_t depth = 100000;
    char *nested = malloc(depth);
    attain_plan *plan;
    attain_calendar *calendar;

    memset(nested, '[', depth);
    REFUSED(ATTAIN_E_LIMIT, "document.too_deep", "", attain_plan_load_json(nested, depth, NULL, &plan, E));
    REFUSED(ATTAIN_E_LIMIT, "document.too_deep", "", attain_calendar_load_json(nested, depth, &calendar, E));
    free(nested);
}

/* What is nested inside of a text: a formula of open parentheses, a line of open brackets. */
static void deep_inside(void)
{
    const char *head = "{\"attain\":1,\"name\":\"x\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"s\":[\"c\"]}},\"kpis\":{\"a\":{\"formula\":\"";
    size_t depth = 16000, len = strlen(head);
    char *plan_text = malloc(len + depth + 10), *line = malloc(100000);
    attain_engine *engine = engine_of(SMALL, "");
    attain_plan *plan;
    attain_outcomes *outcomes;

    memcpy(plan_text, head, len);
    memset(plan_text + len, '(', depth);
    memcpy(plan_text + len + depth, "\"}}}", 5);
    REFUSED(ATTAIN_E_PLAN, NULL, "kpis.a.formula", attain_plan_load_json(plan_text, len + depth + 4, NULL, &plan, E));
    memset(line, '[', 100000);
    FINE(attain_engine_record_jsonl(engine, line, 100000, ATTAIN_TIME_NONE, &outcomes, E));
    INT("a line nested too deep is refused", ATTAIN_OUTCOME_REFUSED, attain_outcomes_at(outcomes, 0));
    attain_outcomes_free(outcomes);
    attain_engine_free(engine);
    free(plan_text);
    free(line);
}

/* A plan that says nothing lacks what every plan needs, and so does one that is no map. */
static void nothing(void)
{
    attain_plan *plan;
    attain_error *error;

    INT("a plan that says nothing", ATTAIN_E_PLAN, attain_plan_load_json("{}", 2, NULL, &plan, &error));
    INT("lacks version, name, currency and organisation", 4, attain_error_count(error));
    attain_error_free(error);
    REFUSED(ATTAIN_E_PLAN, NULL, "", attain_plan_load_json("[]", 2, NULL, &plan, E));
    REFUSED(ATTAIN_E_PLAN, NULL, "", attain_plan_load_json("null", 4, NULL, &plan, E));
    REFUSED(ATTAIN_E_SYNTAX, NULL, "", attain_plan_load_json("{} {}", 5, NULL, &plan, E));
}

static void limits(void)
{
    const char *wrong = "{\"attain\":1,\"a\":1,\"b\":2,\"c\":3,\"d\":4}";
    attain_plan_options options;
    attain_plan *plan;
    attain_error *error;

    attain_plan_options_init(&options, sizeof options);
    options.max_bytes = strlen(SMALL) - 1;
    REFUSED(ATTAIN_E_LIMIT, "document.too_large", "", attain_plan_load_json(SMALL, strlen(SMALL), &options, &plan, E));
    options.max_bytes = strlen(SMALL);
    FINE(attain_plan_load_json(SMALL, strlen(SMALL), &options, &plan, E));
    attain_plan_free(plan);
    options.max_bytes = UINT64_MAX;
    options.max_problems = 2;
    INT("a plan with many mistakes", ATTAIN_E_PLAN, attain_plan_load_json(wrong, strlen(wrong), &options, &plan, &error));
    INT("of which two are told", 2, attain_error_count(error));
    HAS("and how many there are", "7 problems", attain_error_message(error));
    attain_error_free(error);
}

static void mistake(attain_error *error, size_t index, const char *code, const char *path, const char *help)
{
    const attain_error *at = attain_error_at(error, index);

    TEXT("the code of a problem", code, attain_error_code(at));
    TEXT("its path", path, attain_error_path(at));
    TRUE("its words", *attain_error_message(at) != '\0');
    HAS("what would make it right, where that is known", help, attain_error_help(at));
    INT("its status", ATTAIN_E_PLAN, attain_error_status(at));
    JSON("its JSON", attain_error_json(at));
    INT("it has no problems of its own", 0, attain_error_count(at));
}

static void mistakes(void)
{
    const char *wrong = "{\"attain\":1,\"name\":\"x\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"sales\":[\"company\"]}},"
                        "\"kpi\":{},\"kpis\":{\"a\":{\"formula\":\"sum(\"},\"b\":{\"formula\":\"1 + c\"}}}";
    attain_plan *plan = GARBAGE;
    attain_error *error;
    uint64_t start, end;

    INT("a plan with three mistakes", ATTAIN_E_PLAN, attain_plan_load_json(wrong, strlen(wrong), NULL, &plan, &error));
    TRUE("is no plan", plan == NULL);
    INT("all are told", 3, attain_error_count(error));
    mistake(error, 0, "document.unknown_field", "kpi", "did you mean `kpis`?");
    mistake(error, 1, "formula.syntax", "kpis.a.formula", "");
    mistake(error, 2, "formula.unknown_name", "kpis.b.formula", "did you mean `a` or `b`?");
    INT("a place within the formula", 1, attain_error_span(attain_error_at(error, 2), &start, &end));
    TRUE("is that of the name", start == 4 && end == 5);
    TEXT("the whole is called like the first", "document.unknown_field", attain_error_code(error));
    HAS("and says how many there are", "3 problems", attain_error_message(error));
    TRUE("no fourth problem", attain_error_at(error, 3) == NULL);
    TRUE("nor any at the end of numbers", attain_error_at(error, SIZE_MAX) == NULL);
    JSON("all of it", attain_error_json(error));
    HAS("as JSON", "\"problems\":[{\"status\":\"ATTAIN_E_PLAN\"", attain_error_json(error));
    attain_error_free(error);
}

static void sound(void)
{
    attain_plan *plan = plan_of(REVIEW), *again;
    attain_text *json;
    const char *data;

    TEXT("the name of a plan", "Review", attain_plan_name(plan));
    INT("the length of its hash", 64, strlen(attain_plan_fingerprint(plan)));
    FINE(attain_plan_to_json(plan, &json, E));
    data = attain_text_data(json);
    JSON("a plan written again", data);
    TRUE("a text ends in a NUL", data[attain_text_len(json)] == '\0' && strlen(data) == attain_text_len(json));
    FINE(attain_plan_load_json(data, attain_text_len(json), NULL, &again, E));
    TEXT("it is the same plan", attain_plan_fingerprint(plan), attain_plan_fingerprint(again));
    attain_text_free(json);
    attain_plan_free(plan);
    attain_plan_free(again);
}

void plans(void)
{
    truncated();
    deep();
    deep_inside();
    nothing();
    limits();
    mistakes();
    sound();
}
