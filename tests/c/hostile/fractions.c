/* Fractions: rounded at ties, at the ends of what fits, as text. */

#include "check.h"

static attain_fraction fraction(int64_t num, int64_t den)
{
    attain_fraction made;

    made.num_lo = (uint64_t)num, made.num_hi = num < 0 ? -1 : 0;
    made.den_lo = (uint64_t)den, made.den_hi = den < 0 ? -1 : 0;
    return made;
}

static void rounds(int64_t num, int64_t den, int32_t scale, const char *const expected[6])
{
    static const int32_t modes[] = {ATTAIN_ROUND_HALF_UP, ATTAIN_ROUND_HALF_EVEN, ATTAIN_ROUND_UP,
                                    ATTAIN_ROUND_DOWN,    ATTAIN_ROUND_CEILING,   ATTAIN_ROUND_FLOOR};
    attain_fraction number = fraction(num, den);
    attain_decimal rounded;
    size_t i;

    for (i = 0; i < 6; i++) {
        FINE(attain_fraction_round(&number, scale, modes[i], &rounded, E));
        TEXT("a fraction rounded", expected[i], written(&rounded));
    }
}

static void ties(void)
{
    static const char *const half[] = {"1", "0", "1", "0", "1", "0"};
    static const char *const minus_half[] = {"-1", "0", "-1", "0", "0", "-1"};
    static const char *const three_halves[] = {"2", "2", "2", "1", "2", "1"};
    static const char *const cents[] = {"0.13", "0.12", "0.13", "0.12", "0.13", "0.12"};
    static const char *const third[] = {"-0.33", "-0.33", "-0.34", "-0.33", "-0.33", "-0.34"};
    static const char *const whole[] = {"7.00", "7.00", "7.00", "7.00", "7.00", "7.00"};

    rounds(1, 2, 0, half);
    rounds(-1, 2, 0, minus_half);
    rounds(3, 2, 0, three_halves);
    rounds(1, 8, 2, cents);
    rounds(-1, 3, 2, third);
    rounds(14, 2, 2, whole);
}

static void refused(void)
{
    attain_fraction zero = fraction(1, 0), negative = fraction(1, -2), half = fraction(1, 2);
    attain_fraction most = {UINT64_MAX, INT64_MAX, 1, 0}, least = {0, INT64_MIN, 1, 0};
    attain_decimal out;
    char buffer[90];
    int32_t modes[] = {0, 7, -1, INT32_MAX, INT32_MIN};
    size_t i;

    IS_INVALID("fraction", attain_fraction_round(&zero, 0, ATTAIN_ROUND_UP, &out, E));
    IS_INVALID("fraction", attain_fraction_round(&negative, 0, ATTAIN_ROUND_UP, &out, E));
    IS_INVALID("fraction", attain_fraction_format(&zero, buffer, sizeof buffer, NULL, E));
    IS_INVALID("fraction", attain_fraction_format(&negative, buffer, sizeof buffer, NULL, E));
    for (i = 0; i < sizeof modes / sizeof *modes; i++)
        IS_INVALID("rounding", attain_fraction_round(&half, 0, modes[i], &out, E));
    IS_INVALID("scale", attain_fraction_round(&half, 29, ATTAIN_ROUND_UP, &out, E));
    IS_INVALID("scale", attain_fraction_round(&half, -1, ATTAIN_ROUND_UP, &out, E));
    REFUSED(ATTAIN_E_OVERFLOW, "number.overflow", "fraction", attain_fraction_round(&most, 0, ATTAIN_ROUND_UP, &out, E));
    REFUSED(ATTAIN_E_OVERFLOW, "number.overflow", "fraction", attain_fraction_round(&most, 28, ATTAIN_ROUND_UP, &out, E));
    REFUSED(ATTAIN_E_OVERFLOW, "number.overflow", "fraction", attain_fraction_round(&least, 0, ATTAIN_ROUND_UP, &out, E));
    FINE(attain_fraction_round(&half, 28, ATTAIN_ROUND_UP, &out, E));
    TEXT("all the digits there are", "0.5000000000000000000000000000", written(&out));
}

static void text(void)
{
    attain_fraction third = fraction(-2, 6), eighth = fraction(1, 8), most = {UINT64_MAX, INT64_MAX, 2, 0};
    char buffer[90];
    size_t len;

    FINE(attain_fraction_format(&third, buffer, sizeof buffer, &len, E));
    TEXT("one that is no decimal, in lowest terms", "-1/3", buffer);
    FINE(attain_fraction_format(&eighth, buffer, sizeof buffer, &len, E));
    TEXT("one that is a decimal", "0.125", buffer);
    FINE(attain_fraction_format(&most, buffer, sizeof buffer, &len, E));
    TEXT("one that no decimal holds", "170141183460469231731687303715884105727/2", buffer);
    FINE(attain_fraction_format(&third, NULL, 0, &len, E));
    INT("the length alone", 4, len);
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "argument.too_small", "buffer", attain_fraction_format(&third, buffer, 4, &len, E));
}

void fractions(void)
{
    ties();
    refused();
    text();
}
