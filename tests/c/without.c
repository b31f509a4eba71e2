/* A build without `analysis` has its functions, and they answer ATTAIN_E_UNSUPPORTED whatever they are given. */

#include <stdio.h>
#include <string.h>

#include "attain.h"

static int failed;

static void missing(int line, attain_status status, attain_error *error)
{
    if (status != ATTAIN_E_UNSUPPORTED || strcmp(attain_error_code(error), "feature.missing") != 0) {
        fprintf(stderr, "tests/c/without.c:%d: got %s, %s\n", line, attain_status_name(status), attain_error_json(error));
        failed++;
    }
    attain_error_free(error);
}

#define MISSING(call)                                                                                                  \
    do {                                                                                                               \
        attain_error *error = NULL;                                                                                    \
        attain_error **E = &error;                                                                                     \
        attain_status status = (call);                                                                                 \
        missing(__LINE__, status, error);                                                                              \
    } while (0)

/* What cuts targets, and all else that is said of them beyond an amount, is not in such a build: it is refused, with what helps. */
static void refused(int line, const char *text, const char *part)
{
    if (text == NULL || strstr(text, part) == NULL || strstr(text, "--features capi,analysis") == NULL) {
        fprintf(stderr, "tests/c/without.c:%d: got %s\n", line, text == NULL ? "nothing" : text);
        failed++;
    }
}

#define PLAN(more)                                                                                                     \
    "{\"attain\":1,\"name\":\"Lean\",\"currency\":\"EUR\",\"org\":{\"trees\":{\"sales\":[\"company\"]}},"                       \
    "\"rules\":{\"rounding\":{\"to\":\"1\",\"mode\":\"half_up\"},\"missing\":\"zero\"},"                                  \
    "\"facts\":{\"order\":{\"whose\":\"rep\",\"fields\":{\"rep\":\"person\",\"amount\":\"money\"}}},"                            \
    "\"kpis\":{\"revenue\":{\"formula\":\"sum(order.amount)\"}},\"targets\":{\"revenue\":{\"grain\":\"month\","                   \
    "\"unit_is\":\"own\",\"transfer\":\"days\"" more "}}}"

static void plan_is_refused(int line, const char *text, const char *part)
{
    attain_error *error = NULL;
    attain_plan *plan = NULL;

    if (attain_plan_load_json(text, strlen(text), NULL, &plan, &error) == ATTAIN_OK)
        refused(line, NULL, part);
    else
        refused(line, attain_error_json(error), part);
    attain_error_free(error);
    attain_plan_free(plan);
}

static void entry_is_refused(int line, attain_engine *engine, const char *entry)
{
    attain_outcomes *outcomes = NULL;
    attain_text *json = NULL;

    if (attain_engine_record_jsonl(engine, entry, strlen(entry), ATTAIN_TIME_NONE, &outcomes, NULL) != ATTAIN_OK ||
        attain_outcomes_count(outcomes, ATTAIN_OUTCOME_REFUSED) != 1)
        refused(line, NULL, "");
    if (attain_outcomes_json(outcomes, 0, &json, NULL) == ATTAIN_OK)
        refused(line, attain_text_data(json), "built without");
    attain_text_free(json);
    attain_outcomes_free(outcomes);
}

static void targets(void)
{
    const char *plain = PLAN("");
    attain_plan *plan = NULL;
    attain_engine *engine = NULL;

    plan_is_refused(__LINE__, PLAN(",\"on_change\":\"keep\",\"split\":[{\"over\":\"members\"}]"), "`split`");
    plan_is_refused(__LINE__, PLAN(",\"blank\":\"keep\""), "`blank`");
    if (attain_plan_load_json(plain, strlen(plain), NULL, &plan, NULL) != ATTAIN_OK ||
        attain_engine_new(plan, &engine, NULL) != ATTAIN_OK)
        failed++;
    entry_is_refused(__LINE__, engine, "{\"kind\":\"adjust\",\"id\":\"a1\",\"on\":\"2025-01-01\",\"of\":\"revenue\",\"who\":\"ann\",\"period\":\"2025-01\",\"add\":1}");
    entry_is_refused(__LINE__, engine, "{\"kind\":\"close\",\"id\":\"c1\",\"on\":\"2025-01-01\",\"of\":\"revenue\",\"period\":\"2025-01\"}");
    attain_engine_free(engine);
    attain_plan_free(plan);
}

int main(void)
{
    attain_decimal one, cut[4];
    attain_part part;
    attain_cascade *cascade = (void *)&part;
    attain_text *text = (void *)&one;
    attain_columns *columns = (void *)&one;
    size_t size = sizeof one, wide = sizeof part;

    memset(&part, 0, sizeof part);
    attain_decimal_from_i64(1, 0, &one);
    part.weight = one;
    if (attain_has_feature("analysis")) {
        fprintf(stderr, "tests/c/without.c: this build has it\n");
        return 1;
    }
    MISSING(attain_split_monotone(&one, &one, 1, size, &one, ATTAIN_ODD_FIRST, cut, E));
    MISSING(attain_split_monotone(NULL, NULL, 0, 0, NULL, 0, NULL, E));
    MISSING(attain_split_within(&one, &part, 1, wide, &one, ATTAIN_ODD_FIRST, cut, E));
    MISSING(attain_split_within(NULL, NULL, 0, 0, NULL, 0, NULL, E));
    MISSING(attain_split_table(&one, &one, 1, 1, size, NULL, 0, NULL, 0, &one, ATTAIN_ODD_FIRST, cut, E));
    MISSING(attain_split_rows(&one, 1, &part, 1, wide, NULL, 0, NULL, 0, &one, ATTAIN_ODD_FIRST, cut, E));
    MISSING(attain_view_funnel(NULL, NULL, NULL, 0, NULL, 0, 0, NULL, E));
    MISSING(attain_cascade_new(&one, &one, ATTAIN_ODD_FIRST, &cascade, E));
    MISSING(attain_cascade_cut(NULL, ATTAIN_AXIS_TIME, 0, &part, 1, 1, wide, NULL, E));
    MISSING(attain_cascade_amount(NULL, NULL, &one, E));
    MISSING(attain_cascade_cells(NULL, ATTAIN_AXIS_TIME, 0, NULL, 0, NULL, E));
    MISSING(attain_cascade_parts(NULL, ATTAIN_AXIS_TIME, 0, NULL, 0, NULL, E));
    MISSING(attain_cascade_leaves(NULL, ATTAIN_AXIS_TIME, 0, NULL, 0, NULL, E));
    MISSING(attain_presets_json(&text, E));
    MISSING(attain_view_target_history(NULL, NULL, NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_commitment_json(NULL, NULL, NULL, 0, &text, E));
    MISSING(attain_view_reconcile(NULL, NULL, NULL, 0, 0, &text, E));
    MISSING(attain_view_receivables(NULL, NULL, NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_review(NULL, NULL, NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_grades(NULL, NULL, NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_next_grade(NULL, NULL, NULL, 0, 0, &text, E));
    MISSING(attain_view_calibrations(NULL, NULL, NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_disputes(NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_focus_helped(NULL, NULL, NULL, 0, 0, &text, E));
    MISSING(attain_view_due(NULL, NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_fired(NULL, NULL, 0, NULL, 0, NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_contest(NULL, NULL, NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_badges(NULL, NULL, NULL, 0, 0, &text, E));
    MISSING(attain_view_rank_moves(NULL, NULL, NULL, NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_needs(NULL, NULL, NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_flips(NULL, NULL, NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_focus(NULL, NULL, NULL, 0, 0, &text, E));
    MISSING(attain_scorecard_alone(NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_check_move(NULL, NULL, 0, NULL, 0, NULL, 0, NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_conformance(NULL, NULL, NULL, 0, 0, &text, E));
    MISSING(attain_view_duplicates(NULL, NULL, 0, NULL, 0, 0, &text, E));
    MISSING(attain_view_target_findings(NULL, NULL, 0, 0, &text, E));
    MISSING(attain_view_target_parts_json(NULL, NULL, NULL, 0, &text, E));
    MISSING(attain_view_target_check(NULL, NULL, NULL, 0, 0, &text, E));
    MISSING(attain_view_columns(NULL, NULL, 0, NULL, 0, &columns, E));
    MISSING(attain_columns_place(NULL, 0, NULL, E));
    MISSING(attain_columns_slice(NULL, 0, 0, &text, E));
    MISSING(attain_columns_decimals(NULL, 0, 0, 0, NULL, NULL, 0, E));
    MISSING(attain_columns_value(NULL, 0, 0, NULL, E));
    MISSING(attain_columns_text(NULL, 0, 0, &text, E));
    if (attain_columns_count(NULL, ATTAIN_COUNT_ROWS) != 0 || attain_columns_unit(NULL, 0) != 0)
        failed++;
    if (cascade != NULL || text != NULL || columns != NULL)
        failed++;
    targets();
    attain_cascade_free(cascade);
    attain_columns_free(columns);
    return failed != 0;
}
