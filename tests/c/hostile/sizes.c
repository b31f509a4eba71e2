/* Sizes that lie, structures of older and newer headers, pointers that are not aligned, values that are none of the known. */

#include <stdlib.h>

#include "check.h"

/* What a later header might have: fields behind those of today. */
struct newer_options {
    attain_plan_options today;
    uint64_t more[2];
};
struct newer_place {
    attain_place today;
    uint64_t more;
};

static void options(void)
{
    attain_plan_options options;
    struct newer_options newer;
    attain_plan *plan = GARBAGE;
    uint32_t wrong[] = {0, 4, sizeof options - 1, 5000, UINT32_MAX};
    size_t i;

    attain_plan_options_init(&options, sizeof options);
    INT("options know their size", sizeof options, options.struct_size);
    FINE(attain_plan_load_json(SMALL, strlen(SMALL), &options, &plan, E));
    attain_plan_free(plan);
    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        options.struct_size = wrong[i];
        IS_INVALID("options", attain_plan_load_json(SMALL, strlen(SMALL), &options, &plan, E));
        TRUE("no plan", plan == NULL);
    }
    attain_plan_options_init(&newer.today, sizeof newer);
    FINE(attain_plan_load_json(SMALL, strlen(SMALL), &newer.today, &plan, E));
    attain_plan_free(plan);
    newer.more[1] = 1;
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "argument.newer", "options",
            attain_plan_load_json(SMALL, strlen(SMALL), &newer.today, &plan, E));
    attain_plan_options_init(&options, sizeof options);
    options.flags = 0x80000000u;
    IS_INVALID("options", attain_plan_load_json(SMALL, strlen(SMALL), &options, &plan, E));
    options.flags = 0;
    options.reserved = 1;
    IS_INVALID("options", attain_plan_load_json(SMALL, strlen(SMALL), &options, &plan, E));
}

static void set_up(void)
{
    unsigned char bytes[sizeof(attain_place) + 8];
    attain_place place;
    size_t i, changed = 0;

    memset(&place, 0x5a, sizeof place);
    attain_place_init(&place, sizeof place - 8);
    INT("a place that is too short is left alone", 0x5a5a5a5a, place.struct_size);
    attain_place_init(&place, 5000);
    INT("so is one that cannot be so large", 0x5a5a5a5a, place.from);
    attain_place_init(&place, sizeof place);
    TRUE("a place set up is of nobody, at no time",
         place.whose == 0 && place.key.len == 0 && place.from == ATTAIN_DATE_NONE && place.to == ATTAIN_DATE_NONE);
    memset(bytes, 0x5a, sizeof bytes);
    attain_place_init((attain_place *)(void *)(bytes + 1 + (uintptr_t)bytes % 2), sizeof place);
    attain_plan_options_init((attain_plan_options *)(void *)(bytes + 1 + (uintptr_t)bytes % 2), sizeof(attain_plan_options));
    for (i = 0; i < sizeof bytes; i++)
        changed += bytes[i] != 0x5a;
    INT("where it is not aligned, nothing is written", 0, changed);
}

static void places(attain_view *view)
{
    struct newer_place newer;
    attain_place place = person_in("ann", "2025-03");
    attain_value value;
    uint32_t wrong[] = {0, sizeof place - 8, sizeof place - 1, 4097, UINT32_MAX};
    int32_t nobodys[] = {0, 3, -1, INT32_MAX, INT32_MIN};
    size_t i;

    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        place.struct_size = wrong[i];
        IS_INVALID("place", attain_view_value(view, &place, "revenue", 7, &value, E));
    }
    place = person_in("ann", "2025-03");
    for (i = 0; i < sizeof nobodys / sizeof *nobodys; i++) {
        place.whose = nobodys[i];
        IS_INVALID("place.whose", attain_view_value(view, &place, "revenue", 7, &value, E));
    }
    memset(&newer, 0, sizeof newer);
    newer.today = person_in("ann", "2025-03");
    newer.today.struct_size = sizeof newer;
    FINE(attain_view_value(view, &newer.today, "revenue", 7, &value, E));
    TEXT("a place of a newer header that uses nothing new", "7000", amount(&value));
    newer.more = UINT64_MAX;
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "argument.newer", "place",
            attain_view_value(view, &newer.today, "revenue", 7, &value, E));
}

static void lengths(attain_view *view, attain_engine *engine)
{
    attain_place at = person_in("ann", "2025-03");
    attain_plan *plan;
    attain_outcomes *outcomes;
    attain_value value;

    IS_INVALID("json", attain_plan_load_json(SMALL, SIZE_MAX, NULL, &plan, E));
    IS_INVALID("json", attain_plan_load_json(SMALL, SIZE_MAX / 2 + 1, NULL, &plan, E));
    IS_INVALID("json", attain_plan_load_json(NULL, SIZE_MAX, NULL, &plan, E));
    IS_INVALID("lines", attain_engine_record_jsonl(engine, "", SIZE_MAX, ATTAIN_TIME_NONE, &outcomes, E));
    IS_INVALID("rows", attain_engine_record_csv(engine, "order", 5, "", SIZE_MAX, ATTAIN_TIME_NONE, &outcomes, E));
    IS_INVALID("kpi", attain_view_value(view, &at, "revenue", SIZE_MAX - 1, &value, E));
    at.key.len = SIZE_MAX - 1;
    IS_INVALID("place.key", attain_view_value(view, &at, "revenue", 7, &value, E));
    at.key.len = ATTAIN_NTS, at.period.len = ATTAIN_NTS;
    FINE(attain_view_value(view, &at, "revenue", 7, &value, E));
    TEXT("the texts of a place may end in a NUL", "7000", amount(&value));
    at.key.data = NULL;
    IS_NULL("place.key", attain_view_value(view, &at, "revenue", 7, &value, E));
    at = person_in("ann", "2025-03"), at.period.data = NULL, at.period.len = ATTAIN_NTS;
    IS_NULL("place.period", attain_view_value(view, &at, "revenue", 7, &value, E));
    at = person_in("ann", "2025-03");
    FINE(attain_view_value(view, &at, "revenue", ATTAIN_NTS, &value, E));
    FINE(attain_view_value(view, &at, "revenue, and what is behind is not read", 7, &value, E));
    TEXT("a text ends where its length says", "7000", amount(&value));
}

/* On some machines a pointer off its alignment would end the program. */
static void unaligned(attain_view *view)
{
    unsigned char *room = malloc(256), *odd = room + 1;
    attain_place at = person_in("ann", "2025-03");
    attain_decimal one = decimal_of("1");
    attain_fraction half = {1, 0, 2, 0};
    attain_value value;
    attain_plan *plan;
    char buffer[8];

    memcpy(odd, &at, sizeof at);
    IS_INVALID("place", attain_view_value(view, (const void *)odd, "revenue", 7, &value, E));
    IS_INVALID("out", attain_view_value(view, &at, "revenue", 7, (void *)odd, E));
    IS_INVALID("options", attain_plan_load_json(SMALL, strlen(SMALL), (const void *)odd, &plan, E));
    IS_INVALID("out", attain_plan_load_json(SMALL, strlen(SMALL), NULL, (void *)odd, E));
    memcpy(odd, &one, sizeof one);
    IS_INVALID("decimal", attain_decimal_format((const void *)odd, buffer, sizeof buffer, NULL, E));
    IS_INVALID("len", attain_decimal_format(&one, buffer, sizeof buffer, (void *)odd, E));
    IS_INVALID("out", attain_decimal_parse("1", 1, (void *)odd, E));
    IS_INVALID("out", attain_date_parse("2025-01-01", 10, (void *)odd, E));
    memcpy(odd, &half, sizeof half);
    IS_INVALID("fraction", attain_fraction_round((const void *)odd, 0, ATTAIN_ROUND_UP, &one, E));
    IS_INVALID("weights", attain_split(&one, (const void *)odd, 1, sizeof one, &one, ATTAIN_ODD_FIRST, &one, E));
    IS_INVALID("parts", attain_split(&one, &one, 1, sizeof one, &one, ATTAIN_ODD_FIRST, (void *)odd, E));
    free(room);
}

static void choices(attain_view *view)
{
    attain_place at = person_in("ann", "2025-03");
    attain_text *text = GARBAGE;
    int32_t wrong[] = {0, -1, 4, 5, INT32_MAX, INT32_MIN};
    size_t i;

    for (i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        IS_INVALID("form", attain_view_scorecard(view, &at, "rep", 3, wrong[i], &text, E));
        IS_INVALID("form", attain_view_ranking(view, &at, "best", 4, wrong[i], &text, E));
        IS_INVALID("form", attain_view_statement(view, &at, "pay", 3, wrong[i], &text, E));
        IS_INVALID("form", attain_view_explain(view, &at, ATTAIN_EXPLAIN_VALUE, "revenue", 7, wrong[i], &text, E));
        if (wrong[i] != ATTAIN_EXPLAIN_STATEMENT)
            IS_INVALID("what", attain_view_explain(view, &at, wrong[i], "revenue", 7, ATTAIN_FORM_JSON, &text, E));
        TRUE("no text", text == NULL);
    }
    INT("no such place for messages", ATTAIN_E_INVALID_ARGUMENT, attain_set_panic_output(2));
    INT("none below either", ATTAIN_E_INVALID_ARGUMENT, attain_set_panic_output(-1));
}

void sizes(void)
{
    attain_engine *engine = engine_of(REVIEW, ENTRIES);
    attain_view *view = view_of(engine, "2025-03-31");

    options();
    set_up();
    places(view);
    lengths(view, engine);
    unaligned(view);
    choices(view);
    attain_view_free(view);
    attain_engine_free(engine);
}
