package dev.octet.lowering.codegen.opencl;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;

/**
 * A nest as a kernel function. Nests of equal form, which differ in numbers of the model at most,
 * have equal sources.
 *
 * @param function its name
 * @param source the text of a whole program with this kernel
 * @param global work items in one to three dimensions
 * @param local items of a work-group in the same dimensions; they divide the global ones
 */
public record NestKernel(
    String function,
    String source,
    ImmutableList<KernelArgument> arguments,
    ImmutableLongArray global,
    ImmutableLongArray local) {}
