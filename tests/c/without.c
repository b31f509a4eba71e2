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

int main(void)
{
    attain_decimal one, cut[4];
    attain_part part;
    attain_cascade *cascade = (void *)&part;
    attain_text *text = (void *)&one;
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
    MISSING(attain_view_target_findings(NULL, NULL, 0, 0, &text, E));
    if (cascade != NULL || text != NULL)
        failed++;
    attain_cascade_free(cascade);
    return failed != 0;
}
