/* A target that is cut over time and people: the ways of adding it up agree, and what is refused changes nothing. */

#include "check.h"

#define MEMBERS ATTAIN_AXIS_MEMBERS
#define TIME ATTAIN_AXIS_TIME
#define FIELDS ATTAIN_AXIS_FIELDS

static attain_part by(int weight)
{
    attain_part part;

    memset(&part, 0, sizeof part);
    attain_decimal_from_i64(weight, 0, &part.weight);
    return part;
}

static attain_part pinned(int amount)
{
    attain_part part = by(0);

    attain_decimal_from_i64(amount, 0, &part.pinned);
    part.flags = ATTAIN_PART_PINNED;
    return part;
}

static const char *of(const attain_cascade *cascade, uint32_t member, uint32_t time)
{
    attain_cascade_cell cell = {0, 0, 0};
    attain_decimal amount;

    cell.member = member, cell.time = time;
    FINE(attain_cascade_amount(cascade, &cell, &amount, E));
    return written(&amount);
}

/* 1,000 a half-year: quarters by 40 : 60, three people by 700 : 500 : 300. */
static attain_cascade *cut_up(void)
{
    attain_decimal amount = decimal_of("1000"), one = decimal_of("1");
    attain_cascade *cascade = GARBAGE;
    attain_part quarters[2], people[3];
    attain_cascade_cell cells[2];
    size_t count = 0;
    uint32_t first;

    quarters[0] = by(40), quarters[1] = by(60);
    people[0] = by(700), people[1] = by(500), people[2] = by(300);
    FINE(attain_cascade_new(&amount, &one, ATTAIN_ODD_FIRST, &cascade, E));
    FINE(attain_cascade_cut(cascade, TIME, 0, quarters, 1, 2, sizeof *quarters, &first, E));
    INT("the first quarter", 1, first);
    FINE(attain_cascade_cells(cascade, MEMBERS, 0, cells, 2, &count, E));
    INT("everybody stands in two cells", 2, count);
    TRUE("of time one after the other", cells[0].time == 1 && cells[1].time == 2 && cells[0].member == 0 && cells[1].field == 0);
    FINE(attain_cascade_cut(cascade, MEMBERS, 0, people, 1, 3, sizeof *people, &first, E));
    INT("the first person", 1, first);
    return cascade;
}

static void adds_up(const attain_cascade *cascade)
{
    static const char *const expected[3][3] = {{"467", "187", "280"}, {"333", "133", "200"}, {"200", "80", "120"}};
    uint32_t member, time, nodes[3] = {9, 9, 9};
    size_t count = 0;

    for (member = 1; member < 4; member++)
        for (time = 0; time < 3; time++)
            TEXT("a person's", expected[member - 1][time], of(cascade, member, time));
    TEXT("the first quarter", "400", of(cascade, 0, 1));
    TEXT("the second quarter", "600", of(cascade, 0, 2));
    TEXT("all of it", "1000", of(cascade, 0, 0));
    FINE(attain_cascade_parts(cascade, MEMBERS, 0, nodes, 3, &count, E));
    TRUE("three people", count == 3 && nodes[0] == 1 && nodes[1] == 2 && nodes[2] == 3);
    FINE(attain_cascade_parts(cascade, MEMBERS, 2, NULL, 0, &count, E));
    INT("a leaf has no parts", 0, count);
    FINE(attain_cascade_leaves(cascade, TIME, 0, nodes, 3, &count, E));
    TRUE("two quarters", count == 2 && nodes[0] == 1 && nodes[1] == 2);
    FINE(attain_cascade_leaves(cascade, FIELDS, 0, NULL, 0, &count, E));
    INT("what is not cut is its own leaf", 1, count);
}

/* The first person's two helpers: one sells in the first quarter alone, the other in the second. */
static void rows_of_their_own(attain_cascade *cascade)
{
    attain_part parts[4];
    uint32_t first = 0, nodes[4];
    size_t count;

    parts[0] = parts[3] = by(1), parts[1] = parts[2] = by(0);
    FINE(attain_cascade_cut(cascade, MEMBERS, 1, parts, 2, 2, sizeof *parts, &first, E));
    INT("numbers go on", 4, first);
    TEXT("the one", "187", of(cascade, 4, 1));
    TEXT("later", "0", of(cascade, 4, 2));
    TEXT("the other", "0", of(cascade, 5, 1));
    TEXT("later on", "280", of(cascade, 5, 2));
    TEXT("both", "467", of(cascade, 1, 0));
    FINE(attain_cascade_leaves(cascade, MEMBERS, 0, nodes, 4, &count, E));
    TRUE("in their order", count == 4 && nodes[0] == 4 && nodes[1] == 5 && nodes[2] == 2 && nodes[3] == 3);
}

#define CUT(axis, node, parts, rows, count) attain_cascade_cut(cascade, axis, node, parts, rows, count, sizeof(attain_part), &first, E)

static void refused(attain_cascade *cascade)
{
    attain_part part = pinned(133), one = by(1), none = by(0);
    attain_error *error = GARBAGE;
    uint32_t first = 77;

    INT("too little", ATTAIN_E_INVALID_ARGUMENT, attain_cascade_cut(cascade, MEMBERS, 2, &part, 1, 1, sizeof part, &first, &error));
    TEXT("what is wrong", "parts", attain_error_path(error));
    HAS("the cell", "in the cell of member 2, time 2, field 0", attain_error_message(error));
    attain_error_free(error);
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "parts", CUT(MEMBERS, 2, &none, 1, 1));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "parts", CUT(MEMBERS, 2, NULL, 1, 0));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "cascade.not_a_leaf", "node", CUT(MEMBERS, 0, &one, 1, 1));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "cascade.not_a_leaf", "node", CUT(TIME, 7, &one, 1, 1));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "cascade.not_a_leaf", "node", CUT(FIELDS, UINT32_MAX, NULL, SIZE_MAX, 1));
    IS_INVALID("axis", CUT(0, 0, &one, 1, 1));
    IS_INVALID("axis", CUT(4, 0, &one, 1, 1));
    IS_INVALID("rows", CUT(MEMBERS, 2, &one, 0, 1));
    IS_INVALID("rows", CUT(MEMBERS, 2, &one, 3, 1));
    IS_INVALID("rows", CUT(MEMBERS, 2, &one, SIZE_MAX, 1));
    REFUSED(ATTAIN_E_LIMIT, "split.too_many", "count", CUT(MEMBERS, 2, &one, 1, SIZE_MAX));
    REFUSED(ATTAIN_E_LIMIT, "split.too_many", "count", CUT(MEMBERS, 2, &one, 1, 500001));
    IS_NULL("cascade", attain_cascade_cut(NULL, MEMBERS, 2, &one, 1, 1, sizeof one, &first, E));
    IS_NULL("parts", CUT(MEMBERS, 2, NULL, 1, 1));
    IS_NULL("first", attain_cascade_cut(cascade, MEMBERS, 2, &one, 1, 1, sizeof one, NULL, E));
    IS_INVALID("stride", attain_cascade_cut(cascade, MEMBERS, 2, &one, 1, 1, sizeof one - 1, &first, E));
    one.flags = 16;
    IS_INVALID("parts[0]", CUT(MEMBERS, 2, &one, 1, 1));
    INT("nothing was cut", 77, first);
    TEXT("and nothing changed", "333", of(cascade, 2, 0));
}

static void asked_wrong(const attain_cascade *cascade)
{
    attain_cascade_cell cell = {0, 3, 0}, cells[1];
    attain_cascade *made = GARBAGE;
    attain_decimal amount = decimal_of("1"), zero = decimal_of("0");
    uint32_t node;
    size_t count;

    REFUSED(ATTAIN_E_NOT_FOUND, "cascade.no_node", "cell.time", attain_cascade_amount(cascade, &cell, &amount, E));
    cell.time = 0, cell.member = UINT32_MAX;
    REFUSED(ATTAIN_E_NOT_FOUND, "cascade.no_node", "cell.member", attain_cascade_amount(cascade, &cell, &amount, E));
    cell.member = 0, cell.field = 1;
    REFUSED(ATTAIN_E_NOT_FOUND, "cascade.no_node", "cell.field", attain_cascade_amount(cascade, &cell, &amount, E));
    cell.field = 0;
    IS_NULL("cascade", attain_cascade_amount(NULL, &cell, &amount, E));
    IS_NULL("cell", attain_cascade_amount(cascade, NULL, &amount, E));
    IS_NULL("out", attain_cascade_amount(cascade, &cell, NULL, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "cascade.no_node", "node", attain_cascade_parts(cascade, TIME, 3, &node, 1, &count, E));
    REFUSED(ATTAIN_E_NOT_FOUND, "cascade.no_node", "node", attain_cascade_cells(cascade, TIME, 3, cells, 1, &count, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "argument.too_small", "nodes", attain_cascade_leaves(cascade, TIME, 0, &node, 1, &count, E));
    INT("how many there are is told", 2, count);
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "argument.too_small", "cells", attain_cascade_cells(cascade, TIME, 1, cells, 1, &count, E));
    IS_INVALID("axis", attain_cascade_leaves(cascade, -1, 0, &node, 1, &count, E));
    IS_NULL("cascade", attain_cascade_parts(NULL, TIME, 0, &node, 1, &count, E));
    IS_NULL("cascade", attain_cascade_cells(NULL, TIME, 0, cells, 1, &count, E));
    IS_NULL("cascade", attain_cascade_leaves(NULL, TIME, 0, &node, 1, &count, E));
    IS_NULL("nodes", attain_cascade_leaves(cascade, TIME, 0, NULL, 2, &count, E));
    IS_NULL("cells", attain_cascade_cells(cascade, TIME, 1, NULL, 9, &count, E));
    IS_NULL("out_count", attain_cascade_parts(cascade, TIME, 0, &node, 1, NULL, E));
    IS_NULL("amount", attain_cascade_new(NULL, &amount, ATTAIN_ODD_FIRST, &made, E));
    TRUE("nothing was made", made == NULL);
    IS_NULL("step", attain_cascade_new(&amount, NULL, ATTAIN_ODD_FIRST, &made, E));
    IS_NULL("out", attain_cascade_new(&amount, &amount, ATTAIN_ODD_FIRST, NULL, E));
    IS_INVALID("odd", attain_cascade_new(&amount, &amount, 0, &made, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "step", attain_cascade_new(&amount, &zero, ATTAIN_ODD_FIRST, &made, E));
}

void cascades(void)
{
    attain_cascade *cascade = cut_up();

    adds_up(cascade);
    refused(cascade);
    asked_wrong(cascade);
    adds_up(cascade);
    rows_of_their_own(cascade);
    attain_cascade_free(cascade);
}
