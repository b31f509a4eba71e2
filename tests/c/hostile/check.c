/* Checks that are counted. */

#include <stdio.h>

#include "check.h"

static int passed, failed;

static int counted(const char *file, int line, const char *what, int is)
{
    if (is) {
        passed++;
    } else {
        failed++;
        fprintf(stderr, "%s:%d: %s\n", file, line, what);
    }
    return is;
}

static const char *shown(const char *text)
{
    return text == NULL ? "NULL" : text;
}

void check_true(const char *file, int line, const char *what, int is)
{
    if (!counted(file, line, what, is))
        fprintf(stderr, "    expected that it is so, got that it is not\n");
}

void check_int(const char *file, int line, const char *what, long long expected, long long got)
{
    if (!counted(file, line, what, expected == got))
        fprintf(stderr, "    expected %lld, got %lld\n", expected, got);
}

void check_text(const char *file, int line, const char *what, const char *expected, const char *got)
{
    if (!counted(file, line, what, got != NULL && strcmp(expected, got) == 0))
        fprintf(stderr, "    expected `%s`, got `%s`\n", expected, shown(got));
}

void check_has(const char *file, int line, const char *what, const char *part, const char *got)
{
    if (!counted(file, line, what, got != NULL && strstr(got, part) != NULL))
        fprintf(stderr, "    expected that it has `%s`, got `%s`\n", part, shown(got));
}

void check_json(const char *file, int line, const char *what, const char *got)
{
    if (!counted(file, line, what, got != NULL && is_json(got)))
        fprintf(stderr, "    expected JSON, got `%s`\n", shown(got));
}

void check_fine(const char *file, int line, const char *what, attain_status got, attain_error *error)
{
    if (!counted(file, line, what, got == ATTAIN_OK && error == NULL)) {
        fprintf(stderr, "    expected ATTAIN_OK and no error, got %s\n", attain_status_name(got));
        if (error != GARBAGE)
            fprintf(stderr, "    %s\n", attain_error_json(error));
    }
    if (error != GARBAGE)
        attain_error_free(error);
}

void check_refused(const char *file, int line, const char *what, attain_status expected, const char *code, const char *path,
                   attain_status got, attain_error *error)
{
    int told = error != NULL && error != GARBAGE;
    int is = told && got == expected && attain_error_status(error) == expected && *attain_error_message(error) != '\0' &&
             (code == NULL || strcmp(code, attain_error_code(error)) == 0) &&
             (path == NULL || strcmp(path, attain_error_path(error)) == 0) && is_json(attain_error_json(error));

    if (!counted(file, line, what, is)) {
        fprintf(stderr, "    expected %s, code `%s`, path `%s`\n", attain_status_name(expected), shown(code), shown(path));
        fprintf(stderr, "    got %s, %s\n", attain_status_name(got), told ? attain_error_json(error) : "and no error");
    }
    if (told)
        attain_error_free(error);
}

int check_report(void)
{
    if (failed > 0)
        printf("%d checks failed\n", failed);
    printf("%d checks passed\n", passed);
    return failed > 0;
}
