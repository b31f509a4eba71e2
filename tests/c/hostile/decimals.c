/* Decimals: at the ends of what fits, in buffers that are too small, there and back. */

#include "check.h"

static const attain_decimal LARGEST = {UINT64_MAX, 0xffffffff, 0, 0};

static void formats(const char *expected, uint64_t lo, int64_t hi, int32_t scale)
{
    attain_decimal decimal;

    decimal.lo = lo, decimal.hi = hi, decimal.scale = scale, decimal.reserved = 0;
    TEXT("a decimal of halves", expected, written(&decimal));
}

static void halves(void)
{
    formats("0", 0, 0, 0);
    formats("-0.01", UINT64_MAX, -1, 2);
    formats("18446744073709551616", 0, 1, 0);
    formats("-18446744073709551616", 0, -1, 0);
    formats("9999999999999999999999999999", 0x3e2502610fffffff, 0x204fce5e, 0);
    formats("79228162514264337593543950335", UINT64_MAX, 0xffffffff, 0);
    formats("-7.9228162514264337593543950335", 1, -0x100000000, 28);
    formats("0.0000000000000000000000000001", 1, 0, 28);
    formats("1.50", 150, 0, 2);
}

static void refused(attain_decimal decimal, attain_status status, const char *code)
{
    char buffer[60];
    attain_decimal part;

    REFUSED(status, code, "decimal", attain_decimal_format(&decimal, buffer, sizeof buffer, NULL, E));
    REFUSED(status, code, "amount", attain_split(&decimal, &decimal, 1, sizeof part, &decimal, ATTAIN_ODD_FIRST, &part, E));
}

static void out_of_range(void)
{
    attain_decimal two_to_96 = {0, 0x100000000, 0, 0}, most = {UINT64_MAX, INT64_MAX, 0, 0}, least = {0, INT64_MIN, 0, 0};
    attain_decimal one = {1, 0, 0, 0}, odd;

    refused(two_to_96, ATTAIN_E_OVERFLOW, "number.overflow");
    refused(most, ATTAIN_E_OVERFLOW, "number.overflow");
    refused(least, ATTAIN_E_OVERFLOW, "number.overflow");
    odd = one, odd.scale = 29;
    refused(odd, ATTAIN_E_INVALID_ARGUMENT, "argument.invalid");
    odd.scale = -1;
    refused(odd, ATTAIN_E_INVALID_ARGUMENT, "argument.invalid");
    odd.scale = INT32_MAX;
    refused(odd, ATTAIN_E_INVALID_ARGUMENT, "argument.invalid");
    odd = one, odd.reserved = 1;
    refused(odd, ATTAIN_E_INVALID_ARGUMENT, "argument.invalid");
    attain_decimal_from_i64(12345, 29, &odd);
    refused(odd, ATTAIN_E_INVALID_ARGUMENT, "argument.invalid");
}

static void there_and_back(void)
{
    static const char *texts[] = {"0", "-1234.50", "0.000000000001", "999999999999999999.9999999999", "-0.5", "100"};
    attain_decimal number;
    size_t i;

    for (i = 0; i < sizeof texts / sizeof *texts; i++) {
        FINE(attain_decimal_parse(texts[i], ATTAIN_NTS, &number, E));
        TEXT("a decimal, read and written", texts[i], written(&number));
    }
    attain_decimal_from_i64(INT64_MIN, 0, &number);
    TEXT("the least of 64 bits", "-9223372036854775808", written(&number));
    attain_decimal_from_i64(12345, 2, &number);
    TEXT("a mantissa and a scale", "123.45", written(&number));
}

static void no_numbers(void)
{
    static const char *texts[] = {"", " ", "-", ".", "1,5", "1.2.3", "0x10", "NaN", "inf", "--1", "1 000", "١", "1e99",
                                  "12345678901234567890123456789", "1234567890123456789", "0.1234567890123"};
    attain_decimal number = LARGEST;
    size_t i;

    for (i = 0; i < sizeof texts / sizeof *texts; i++)
        REFUSED(ATTAIN_E_SYNTAX, "number.syntax", "data", attain_decimal_parse(texts[i], ATTAIN_NTS, &number, E));
    REFUSED(ATTAIN_E_SYNTAX, "number.syntax", "data", attain_decimal_parse("1\0002", 3, &number, E));
    TRUE("what is refused writes nothing", memcmp(&number, &LARGEST, sizeof number) == 0);
}

static void buffers(void)
{
    attain_decimal number = decimal_of("-1234.50");
    char buffer[] = "########";
    size_t len = 99;

    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "argument.too_small", "buffer", attain_decimal_format(&number, buffer, 8, &len, E));
    INT("the length that is needed", 8, len);
    TEXT("what does not fit writes nothing", "########", buffer);
    REFUSED(ATTAIN_E_INVALID_ARGUMENT, "argument.too_small", "buffer", attain_decimal_format(&number, buffer, 1, NULL, E));
    len = 99;
    FINE(attain_decimal_format(&number, NULL, 0, &len, E));
    INT("the length, asked for alone", 8, len);
    FINE(attain_decimal_format(&number, buffer, sizeof buffer, &len, E));
    TEXT("a buffer of just the size", "-1234.50", buffer);
}

void decimals(void)
{
    halves();
    out_of_range();
    there_and_back();
    no_numbers();
    buffers();
}
