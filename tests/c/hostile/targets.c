/* Cutting an amount within limits, and into rows and columns: numbers of hand, and everything that can be given wrong. */

#include "check.h"

static attain_part by(const char *weight)
{
    attain_part part;

    memset(&part, 0, sizeof part);
    part.weight = decimal_of(weight);
    return part;
}

static void are(const attain_decimal *parts, size_t count, const char *const *expected)
{
    size_t i;

    for (i = 0; i < count; i++)
        TEXT("a part", expected[i], written(&parts[i]));
}

static void monotone(void)
{
    static const char *const ten[] = {"5", "4", "1"}, *const eleven[] = {"5", "5", "1"}, *const minus[] = {"-4", "-5", "-2"};
    attain_decimal weights[3], amount = decimal_of("10"), one = decimal_of("1"), parts[3], zero = decimal_of("0");
    size_t size = sizeof one;

    weights[0] = weights[1] = decimal_of("6"), weights[2] = decimal_of("2");
    FINE(attain_split_monotone(&amount, weights, 3, size, &one, ATTAIN_ODD_FIRST, parts, E));
    are(parts, 3, ten);
    amount = decimal_of("11");
    FINE(attain_split_monotone(&amount, weights, 3, size, &one, ATTAIN_ODD_FIRST, parts, E));
    are(parts, 3, eleven);
    amount = decimal_of("-11");
    FINE(attain_split_monotone(&amount, weights, 3, size, &one, ATTAIN_ODD_LAST, parts, E));
    are(parts, 3, minus);
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "weights", attain_split_monotone(&one, &zero, 1, size, &one, ATTAIN_ODD_FIRST, parts, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "step", attain_split_monotone(&one, &one, 1, size, &zero, ATTAIN_ODD_FIRST, parts, E));
    REFUSED(ATTAIN_E_LIMIT, "split.too_many", "count", attain_split_monotone(&one, &one, 1000001, size, &one, ATTAIN_ODD_FIRST, parts, E));
    IS_INVALID("stride", attain_split_monotone(&one, &one, 1, 7, &one, ATTAIN_ODD_FIRST, parts, E));
    IS_INVALID("odd", attain_split_monotone(&one, &one, 1, size, &one, 9, parts, E));
    IS_NULL("amount", attain_split_monotone(NULL, &one, 1, size, &one, ATTAIN_ODD_FIRST, parts, E));
    IS_NULL("weights", attain_split_monotone(&one, NULL, 1, size, &one, ATTAIN_ODD_FIRST, parts, E));
    IS_NULL("step", attain_split_monotone(&one, &one, 1, size, NULL, ATTAIN_ODD_FIRST, parts, E));
    IS_NULL("parts", attain_split_monotone(&one, &one, 1, size, &one, ATTAIN_ODD_FIRST, NULL, E));
}

static void within(void)
{
    static const char *const expected[] = {"406", "244", "250", "100"};
    struct {
        attain_part part;
        double else_;
    } apart[4];
    attain_part parts[4];
    attain_decimal amount = decimal_of("1000"), less = decimal_of("340"), one = decimal_of("1"), out[4];
    size_t size = sizeof *parts, strides[] = {0, sizeof one, sizeof *parts - 8, sizeof *parts + 4, SIZE_MAX}, i;

    parts[0] = by("5"), parts[1] = by("3"), parts[2] = by("2"), parts[3] = by("9");
    parts[2].least = decimal_of("250"), parts[2].flags = ATTAIN_PART_LEAST;
    parts[3].pinned = decimal_of("100"), parts[3].flags = ATTAIN_PART_PINNED;
    parts[0].most.scale = 99, parts[0].pinned.reserved = 1; /* what no flag names is not read */
    FINE(attain_split_within(&amount, parts, 4, size, &one, ATTAIN_ODD_FIRST, out, E));
    are(out, 4, expected);
    for (i = 0; i < 4; i++)
        apart[i].part = parts[i], apart[i].else_ = 0.5;
    FINE(attain_split_within(&amount, &apart[0].part, 4, sizeof *apart, &one, ATTAIN_ODD_FIRST, out, E));
    are(out, 4, expected);
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "parts", attain_split_within(&less, parts, 4, size, &one, ATTAIN_ODD_FIRST, out, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "parts", attain_split_within(&one, NULL, 0, size, &one, ATTAIN_ODD_FIRST, out, E));
    for (i = 0; i < sizeof strides / sizeof *strides; i++)
        IS_INVALID("stride", attain_split_within(&amount, parts, 4, strides[i], &one, ATTAIN_ODD_FIRST, out, E));
    REFUSED(ATTAIN_E_LIMIT, "split.too_many", "count", attain_split_within(&one, parts, SIZE_MAX, size, &one, ATTAIN_ODD_FIRST, out, E));
    IS_INVALID("odd", attain_split_within(&amount, parts, 4, size, &one, 0, out, E));
    IS_NULL("amount", attain_split_within(NULL, parts, 4, size, &one, ATTAIN_ODD_FIRST, out, E));
    IS_NULL("parts", attain_split_within(&amount, NULL, 4, size, &one, ATTAIN_ODD_FIRST, out, E));
    IS_NULL("step", attain_split_within(&amount, parts, 4, size, NULL, ATTAIN_ODD_FIRST, out, E));
    IS_NULL("out", attain_split_within(&amount, parts, 4, size, &one, ATTAIN_ODD_FIRST, NULL, E));
    parts[0].flags = ATTAIN_PART_MOST;
    IS_INVALID("parts[0].most", attain_split_within(&amount, parts, 4, size, &one, ATTAIN_ODD_FIRST, out, E));
    parts[0].flags = 8;
    IS_INVALID("parts[0]", attain_split_within(&amount, parts, 4, size, &one, ATTAIN_ODD_FIRST, out, E));
    parts[0] = by("5"), parts[1].reserved = 1;
    IS_INVALID("parts[1]", attain_split_within(&amount, parts, 4, size, &one, ATTAIN_ODD_FIRST, out, E));
    parts[1] = by("3"), parts[3].flags |= ATTAIN_PART_LEAST | ATTAIN_PART_MOST;
    FINE(attain_split_within(&amount, parts, 4, size, &one, ATTAIN_ODD_FIRST, out, E));
    are(out, 4, expected);
}

#define TABLE(rows, columns, above, of_rows, across, of_columns)                                                       \
    attain_split_table(&ten, even, rows, columns, sizeof *even, above, of_rows, across, of_columns, &one, ATTAIN_ODD_FIRST, out, E)

static void table(void)
{
    static const char *const expected[] = {"2", "2", "1", "2", "1", "2"}, *const halves[] = {"1", "0", "1", "0"};
    static const uint32_t pairs[] = {4, 4, 5, 5, ATTAIN_NO_GROUP, ATTAIN_NO_GROUP}, nested[] = {3, 3, 4, 4, ATTAIN_NO_GROUP};
    static const uint32_t ring[] = {3, 4, 4, 4, 3}, itself[] = {3, 3, 3, 3}, leaf[] = {1, 3, 3, ATTAIN_NO_GROUP}, far_[] = {9, 3, 3, ATTAIN_NO_GROUP};
    attain_decimal even[6], ten = decimal_of("10"), two = decimal_of("2"), one = decimal_of("1"), out[6];
    size_t i;

    for (i = 0; i < 6; i++)
        even[i] = one;
    FINE(TABLE(2, 3, NULL, 0, NULL, 0));
    are(out, 6, expected);
    FINE(attain_split_table(&two, even, 1, 4, sizeof one, NULL, 0, pairs, 6, &one, ATTAIN_ODD_FIRST, out, E));
    are(out, 4, halves);
    FINE(TABLE(2, 3, NULL, 0, nested, 5));
    IS_INVALID("column_groups[4]", TABLE(2, 3, NULL, 0, ring, 5));
    IS_INVALID("column_groups[3]", TABLE(2, 3, NULL, 0, itself, 4));
    IS_INVALID("column_groups[0]", TABLE(2, 3, NULL, 0, leaf, 4));
    IS_INVALID("row_groups[0]", TABLE(3, 2, far_, 4, NULL, 0));
    IS_INVALID("row_groups", TABLE(3, 2, nested, 2, NULL, 0));
    IS_INVALID("row_groups", TABLE(3, 2, nested, 7, NULL, 0));
    IS_INVALID("row_groups", TABLE(3, 2, nested, SIZE_MAX, NULL, 0));
    IS_NULL("row_groups", TABLE(3, 2, NULL, 4, NULL, 0));
    IS_INVALID("row_groups", TABLE(3, 2, (const void *)((const char *)nested + 1), 4, NULL, 0));
    REFUSED(ATTAIN_E_LIMIT, "split.too_many", "row_count", TABLE(SIZE_MAX, 0, NULL, 0, NULL, 0));
    REFUSED(ATTAIN_E_LIMIT, "split.too_many", "column_count", TABLE(0, SIZE_MAX, NULL, 0, NULL, 0));
    REFUSED(ATTAIN_E_LIMIT, "split.too_many", NULL, TABLE(1000, 1001, NULL, 0, NULL, 0));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "weights", TABLE(0, 3, NULL, 0, NULL, 0));
    IS_NULL("amount", attain_split_table(NULL, even, 2, 3, sizeof one, NULL, 0, NULL, 0, &one, ATTAIN_ODD_FIRST, out, E));
    IS_NULL("weights", attain_split_table(&ten, NULL, 2, 3, sizeof one, NULL, 0, NULL, 0, &one, ATTAIN_ODD_FIRST, out, E));
    IS_NULL("step", attain_split_table(&ten, even, 2, 3, sizeof one, NULL, 0, NULL, 0, NULL, ATTAIN_ODD_FIRST, out, E));
    IS_NULL("parts", attain_split_table(&ten, even, 2, 3, sizeof one, NULL, 0, NULL, 0, &one, ATTAIN_ODD_FIRST, NULL, E));
    IS_INVALID("odd", attain_split_table(&ten, even, 2, 3, sizeof one, NULL, 0, NULL, 0, &one, -1, out, E));
    IS_INVALID("stride", attain_split_table(&ten, even, 2, 3, 0, NULL, 0, NULL, 0, &one, ATTAIN_ODD_FIRST, out, E));
}

#define ROWS(amounts, rows, parts, columns, out)                                                                       \
    attain_split_rows(amounts, rows, parts, columns, sizeof(attain_part), NULL, 0, NULL, 0, &one, ATTAIN_ODD_FIRST, out, E)

static void rows(void)
{
    static const char *const expected[] = {"34", "33", "33", "33", "34", "33", "33", "33", "34"};
    static const uint32_t quarter[] = {3, 3, 3, ATTAIN_NO_GROUP}, ring[] = {3, 3, 3, 3};
    attain_decimal amounts[3], one = decimal_of("1"), out[9];
    attain_part parts[9];
    size_t i;

    for (i = 0; i < 9; i++)
        parts[i] = by("1"), amounts[i % 3] = decimal_of("100");
    FINE(ROWS(amounts, 3, parts, 3, out));
    are(out, 9, expected);
    FINE(attain_split_rows(amounts, 3, parts, 3, sizeof *parts, quarter, 4, quarter, 4, &one, ATTAIN_ODD_LAST, out, E));
    IS_INVALID("row_groups[3]", attain_split_rows(amounts, 3, parts, 3, sizeof *parts, ring, 4, NULL, 0, &one, ATTAIN_ODD_LAST, out, E));
    IS_NULL("column_groups", attain_split_rows(amounts, 3, parts, 3, sizeof *parts, NULL, 0, NULL, 4, &one, ATTAIN_ODD_LAST, out, E));
    IS_NULL("step", attain_split_rows(amounts, 3, parts, 3, sizeof *parts, NULL, 0, NULL, 0, NULL, ATTAIN_ODD_LAST, out, E));
    IS_NULL("amounts", ROWS(NULL, 3, parts, 3, out));
    IS_NULL("parts", ROWS(amounts, 3, NULL, 3, out));
    IS_NULL("out", ROWS(amounts, 3, parts, 3, NULL));
    REFUSED(ATTAIN_E_LIMIT, "split.too_many", "row_count", ROWS(amounts, SIZE_MAX, parts, 0, out));
    REFUSED(ATTAIN_E_LIMIT, "split.too_many", "column_count", ROWS(amounts, 0, parts, SIZE_MAX, out));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "parts", ROWS(amounts, 0, parts, 0, out));
    parts[4].pinned = decimal_of("101"), parts[4].flags = ATTAIN_PART_PINNED;
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "parts", ROWS(amounts, 3, parts, 3, out));
    parts[4] = by("1"), amounts[1] = decimal_of("-100");
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "amounts", ROWS(amounts, 3, parts, 3, out));
    amounts[1].scale = 29;
    IS_INVALID("amounts[1]", ROWS(amounts, 3, parts, 3, out));
}

void targets(void)
{
    monotone();
    within();
    table();
    rows();
}
