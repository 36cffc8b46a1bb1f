/*
 * A workbook written as .xlsx. This door alone includes libxlsxwriter.
 */
#ifndef VZ_FORM_XLSFORM_WORKBOOK_WRITER_H
#define VZ_FORM_XLSFORM_WORKBOOK_WRITER_H

#include "base/status.h"
#include "form/xlsform/workbook.h"

// Writes all sheets, every cell as text, the first row of each bold and
// frozen. `first_column` is the column that becomes A (1 for a workbook that
// came from a one-file .csv, whose first column holds the sheets' names), and
// rows are counted from each sheet's first row. The same workbook gives the
// same bytes. False with `error` filled.
bool vz_workbook_write_xlsx(const struct vz_workbook *workbook,
                            uint32_t first_column, const char *path,
                            struct vz_error *error);

#endif
