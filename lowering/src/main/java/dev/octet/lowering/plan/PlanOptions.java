package dev.octet.lowering.plan;

/**
 * How plans are made and run.
 *
 * @param threads how many all concurrent runs may use together
 * @param bfloat16 whether what is not computed in integers is computed in bfloat16
 * @param profiling whether runs measure each step
 */
public record PlanOptions(int threads, boolean bfloat16, boolean profiling) {}
