/**
 * Prints loop nests as OpenCL C. In: the form of a nest and what the device can do. Out: one kernel
 * function with the arguments that it takes and the work items that it runs on. Which loops become
 * work items, and how reductions are divided among them, is decided by a geometry; a schedule says
 * in which block everything is computed; known functions and idioms are printed as calls of helper
 * functions, so that the text can be read.
 */
@NullMarked
package dev.octet.lowering.codegen.opencl;

import org.jspecify.annotations.NullMarked;
