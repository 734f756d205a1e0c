package dev.octet.lowering.plan;

/**
 * How plans are made and run.
 *
 * @param threads the most that one run may use
 * @param runs how many runs of one thread each may be in work at once; a run of more threads takes
 *     the place of as many
 * @param bfloat16 whether what is not computed in integers is computed in bfloat16
 * @param profiling whether runs measure each step
 */
public record PlanOptions(int threads, int runs, boolean bfloat16, boolean profiling) {}
