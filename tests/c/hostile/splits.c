/* Cutting an amount: the parts add up, whatever the weights are and wherever they stand. */

#include <stdlib.h>

#include "check.h"

/* What a host may have: weights among other things. */
struct seller {
    char name[5];
    attain_decimal share;
    int16_t age;
};

static void cut(const char *amount, const char *step, int32_t odd, const char *const weights[3], const char *const expected[3])
{
    attain_decimal whole = decimal_of(amount), by = decimal_of(step), parts[3];
    struct seller sellers[3];
    size_t i;

    for (i = 0; i < 3; i++)
        sellers[i].share = decimal_of(weights[i]);
    FINE(attain_split(&whole, &sellers[0].share, 3, sizeof *sellers, &by, odd, parts, E));
    for (i = 0; i < 3; i++)
        TEXT("a part", expected[i], written(&parts[i]));
}

static void adds_up(void)
{
    static const char *const equal[] = {"1", "1", "1"}, *const uneven[] = {"0.5", "0", "2.5"};
    static const char *const first[] = {"33.34", "33.33", "33.33"}, *const last[] = {"33.33", "33.33", "33.34"};
    static const char *const minus[] = {"-33.34", "-33.33", "-33.33"}, *const sixth[] = {"16.67", "0.00", "83.33"};
    static const char *const rest[] = {"1", "0", "0"};

    cut("100", "0.01", ATTAIN_ODD_FIRST, equal, first);
    cut("100", "0.01", ATTAIN_ODD_LAST, equal, last);
    cut("-100", "0.01", ATTAIN_ODD_FIRST, equal, minus);
    cut("100", "0.01", ATTAIN_ODD_FIRST, uneven, sixth);
    cut("1", "1", ATTAIN_ODD_FIRST, equal, rest);
}

static void many(void)
{
    size_t count = 100000, i;
    attain_decimal *weights = malloc(count * sizeof *weights), *parts = malloc(count * sizeof *parts);
    attain_decimal amount = decimal_of("123456.78"), cent = decimal_of("0.01");
    uint64_t sum = 0;

    for (i = 0; i < count; i++)
        attain_decimal_from_i64((int64_t)(i % 97), 0, &weights[i]);
    FINE(attain_split(&amount, weights, count, sizeof *weights, &cent, ATTAIN_ODD_LAST, parts, E));
    for (i = 0; i < count; i++)
        sum += parts[i].lo;
    INT("a hundred thousand parts add up", 12345678, sum);
    FINE(attain_split(&amount, weights, count, sizeof *weights, &cent, ATTAIN_ODD_LAST, weights, E));
    TRUE("the parts may go where the weights were", memcmp(weights, parts, count * sizeof *parts) == 0);
    free(weights);
    free(parts);
}

static void refused(void)
{
    attain_decimal one = decimal_of("1"), zero = decimal_of("0"), minus = decimal_of("-1"), zeros[2], mixed[2], parts[2];
    size_t size = sizeof one;

    zeros[0] = zeros[1] = zero;
    mixed[0] = one, mixed[1] = minus;
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "weights", attain_split(&one, zeros, 2, size, &one, ATTAIN_ODD_FIRST, parts, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "weights", attain_split(&one, mixed, 2, size, &one, ATTAIN_ODD_FIRST, parts, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "weights", attain_split(&one, NULL, 0, size, &one, ATTAIN_ODD_FIRST, parts, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "step", attain_split(&one, &one, 1, size, &zero, ATTAIN_ODD_FIRST, parts, E));
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "split", "step", attain_split(&one, &one, 1, size, &minus, ATTAIN_ODD_FIRST, parts, E));
    IS_INVALID("odd", attain_split(&one, &one, 1, size, &one, 0, parts, E));
    IS_INVALID("odd", attain_split(&one, &one, 1, size, &one, 3, parts, E));
    mixed[1] = one, mixed[1].scale = 29;
    IS_INVALID("weights[1]", attain_split(&one, mixed, 2, size, &one, ATTAIN_ODD_FIRST, parts, E));
}

static void sizes_that_lie(void)
{
    attain_decimal one = decimal_of("1"), part;
    size_t strides[] = {0, 8, sizeof one - 1, sizeof one + 1, sizeof one + 4, SIZE_MAX, SIZE_MAX / 2};
    size_t counts[] = {SIZE_MAX, SIZE_MAX / 24, SIZE_MAX / 24 + 1, 1000001};
    size_t i;

    for (i = 0; i < sizeof strides / sizeof *strides; i++)
        IS_INVALID("stride", attain_split(&one, &one, 1, strides[i], &one, ATTAIN_ODD_FIRST, &part, E));
    for (i = 0; i < sizeof counts / sizeof *counts; i++)
        REFUSED(ATTAIN_E_LIMIT, "split.too_many", "count",
                attain_split(&one, &one, counts[i], sizeof one, &one, ATTAIN_ODD_FIRST, &part, E));
    IS_INVALID("stride", attain_split(&one, &one, 1000000, SIZE_MAX / 1000 & ~(size_t)7, &one, ATTAIN_ODD_FIRST, &part, E));
    FINE(attain_split(&one, &one, 1, 4096, &one, ATTAIN_ODD_FIRST, &part, E));
}

void splits(void)
{
    adds_up();
    many();
    refused();
    sizes_that_lie();
}
