/**
 * What becomes of the operators that a module calls. In: operators with their operands, and notes
 * on which module and which function is running. Out: tensors at once ({@link
 * dev.octet.nn.trace.EagerSession}), or a graph whose nodes carry origins as PyTorch's strict
 * export gives them ({@link dev.octet.nn.trace.Recorder}).
 */
@NullMarked
package dev.octet.nn.trace;

import org.jspecify.annotations.NullMarked;
