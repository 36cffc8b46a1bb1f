/*
 * A long workbook for tests: an interview about an illness, in structure like
 * the verbal autopsy questionnaires of health ministries. Some 600 rows, more
 * than 300 of them selects, two languages, sections for babies, children and
 * adults, and questions that hang four deep on earlier answers.
 */
#ifndef VZ_TESTS_FORM_INTERVIEW_H
#define VZ_TESTS_FORM_INTERVIEW_H

#include "base/strbuf.h"

// What the workbook holds.
struct form_interview_size {
    size_t rows, selects;
};

// Appends the workbook as a one-file CSV.
void form_interview_write(struct vz_strbuf *csv,
                          struct form_interview_size *size);

#endif
