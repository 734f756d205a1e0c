/**
 * From regions to a plan that runs: which backend computes what, in which layout values lie, and
 * where in memory. In: a frozen graph and backends. Out: an immutable {@code Plan}, shared by all
 * runs of one size.
 */
@NullMarked
package dev.octet.lowering.plan;

import org.jspecify.annotations.NullMarked;
