/**
 * What happens to a program between the file and everything else: wrapper subgraphs are inlined and
 * in-place operators are made functional, so that no later stage knows of aliasing. Programs flow
 * in and out; each pass is one class named by what it does.
 */
@NullMarked
package dev.octet.export.capture;

import org.jspecify.annotations.NullMarked;
