/* What may be called before anything else. */

#include <stdio.h>

#include "check.h"

static void sizes_and_levels(void)
{
    attain_status fits = ATTAIN_CHECK_ABI();

    INT("this header fits this library", ATTAIN_OK, fits);
    INT("a level of the future", ATTAIN_E_ABI, attain_check_abi(ATTAIN_ABI_LEVEL + 1, sizeof(attain_decimal), sizeof(attain_value)));
    INT("a level below the first", ATTAIN_E_ABI, attain_check_abi(0, sizeof(attain_decimal), sizeof(attain_value)));
    INT("a decimal packed in another way", ATTAIN_E_ABI, attain_check_abi(ATTAIN_ABI_LEVEL, 20, sizeof(attain_value)));
    INT("a value packed in another way", ATTAIN_E_ABI, attain_check_abi(ATTAIN_ABI_LEVEL, sizeof(attain_decimal), 44));
    INT("sizes beyond all", ATTAIN_E_ABI, attain_check_abi(UINT32_MAX, SIZE_MAX, SIZE_MAX));
    INT("the level of the header", ATTAIN_ABI_LEVEL, attain_abi_level());
    INT("the oldest level", ATTAIN_ABI_LEVEL_MIN, attain_abi_level_min());
    INT("the version of the header", ATTAIN_VERSION_NUMBER, attain_version_number());
}

static void names(void)
{
    static const struct {
        attain_status status;
        const char *name;
    } known[] = {
        {ATTAIN_OK, "ATTAIN_OK"},
        {ATTAIN_E_INVALID_ARGUMENT, "ATTAIN_E_INVALID_ARGUMENT"},
        {ATTAIN_E_INVALID_UTF8, "ATTAIN_E_INVALID_UTF8"},
        {ATTAIN_E_SYNTAX, "ATTAIN_E_SYNTAX"},
        {ATTAIN_E_PLAN, "ATTAIN_E_PLAN"},
        {ATTAIN_E_OVERFLOW, "ATTAIN_E_OVERFLOW"},
        {ATTAIN_E_NOT_FOUND, "ATTAIN_E_NOT_FOUND"},
        {ATTAIN_E_BUSY, "ATTAIN_E_BUSY"},
        {ATTAIN_E_LIMIT, "ATTAIN_E_LIMIT"},
        {ATTAIN_E_ABI, "ATTAIN_E_ABI"},
        {ATTAIN_E_POISONED, "ATTAIN_E_POISONED"},
        {ATTAIN_E_INTERNAL, "ATTAIN_E_INTERNAL"},
    };
    size_t i;

    for (i = 0; i < sizeof known / sizeof *known; i++)
        TEXT("the name of a status", known[i].name, attain_status_name(known[i].status));
    TEXT("no such status", "ATTAIN_E_?", attain_status_name(7));
    TEXT("nor this", "ATTAIN_E_?", attain_status_name(INT32_MIN));
    TEXT("the name of a reason", "divided_by_zero", attain_why_name(ATTAIN_WHY_DIVIDED_BY_ZERO));
    TEXT("the name of the last reason", "no_period", attain_why_name(ATTAIN_WHY_NO_PERIOD));
    TEXT("no reason", "", attain_why_name(0));
    TEXT("nor a reason", "", attain_why_name(INT32_MAX));
}

void versions(void)
{
    char version[40];

    sizes_and_levels();
    names();
    snprintf(version, sizeof version, "%d.%d.%d", ATTAIN_VERSION_MAJOR, ATTAIN_VERSION_MINOR, ATTAIN_VERSION_PATCH);
    TEXT("the version of the library", version, attain_version());
    JSON("how it was built", attain_build_info());
    HAS("how it was built has the version", version, attain_build_info());
    HAS("and the limits", "\"limits\":{", attain_build_info());
    TRUE("it stays where it is", attain_build_info() == attain_build_info());
    INT("CSV is there", 1, attain_has_feature("csv"));
    INT("JSON is there", 1, attain_has_feature("json"));
    INT("no such feature", 0, attain_has_feature("CSV"));
    INT("a feature without letters", 0, attain_has_feature(""));
    INT("a feature that is no UTF-8", 0, attain_has_feature("\xff"));
}
