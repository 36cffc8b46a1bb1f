#include "choice_numbers.h"

#include "cell_value.h"

// Stata keeps what lies above for its missing values; room is left for the
// choices that have to be numbered.
#define NUMBER_MAX 2000000000

static bool own_number(const struct vz_schema_choice *choice, int32_t *number) {
    return vz_cell_integer(choice->name, number) && *number <= NUMBER_MAX &&
           *number >= -NUMBER_MAX;
}

int32_t vz_choice_number_first(const struct vz_field *field) {
    int32_t first = 1, number;
    for (size_t i = 0; i < field->n_choices; i++) {
        if (own_number(&field->choices[i], &number) && number >= first) {
            first = number + 1;
        }
    }
    return first;
}

int32_t vz_choice_number(const struct vz_schema_choice *choice, int32_t *next) {
    int32_t number;
    return own_number(choice, &number) ? number : (*next)++;
}
