/*
 * One table as a data file of SPSS (.sav) or Stata (.dta): the door to
 * ReadStat.
 *
 * Labels are in one language. SPSS gets 32,766 bytes a text, the rest is cut
 * and counted; Stata's long texts (over 2,045 bytes) become strL, which
 * ReadStat keeps in memory until the file is written.
 */
#ifndef VZ_STORAGE_EXPORT_STAT_WRITER_H
#define VZ_STORAGE_EXPORT_STAT_WRITER_H

#include "growing_file.h"
#include "spool.h"
#include "stat_plan.h"

enum vz_stat_format { VZ_STAT_SAV, VZ_STAT_DTA };

struct vz_stat_params {
    enum vz_stat_format format;
    const struct vz_schema *schema;
    size_t language;
    struct vz_stat_plan *plan; // all rows were seen
    struct vz_spool *rows;     // the same rows
    int64_t made_at;           // written into the file: seconds since 1970 UTC
};

// Writes the file; the caller finishes it. VZ_LIMIT: more columns or rows than
// the format holds.
enum vz_status vz_stat_write(struct vz_growing_file *file,
                             const struct vz_stat_params *params,
                             struct vz_error *error);

#endif
