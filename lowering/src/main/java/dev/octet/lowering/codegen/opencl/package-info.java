/**
 * Prints loop nests as OpenCL C. In: the form of a nest and what the device can do. Out: one kernel
 * function with the arguments that it takes and the work items that it runs on. A geometry decides
 * which loops become work items and how reductions are divided among them; a schedule says in which
 * block everything is computed.
 */
@NullMarked
package dev.octet.lowering.codegen.opencl;

import org.jspecify.annotations.NullMarked;
