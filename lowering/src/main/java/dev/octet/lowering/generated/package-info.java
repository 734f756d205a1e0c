/**
 * The backend of generated kernels: regions in, kernels of {@code codegen} out, divided among the
 * threads of a run.
 */
@NullMarked
package dev.octet.lowering.generated;

import org.jspecify.annotations.NullMarked;
