/**
 * Where native libraries and what is built for this machine are kept, and whether the JVM lets them
 * be used. In: the name of an artifact and of files in it. Out: a folder on disk that holds them.
 */
@NullMarked
package dev.octet.lowering.library;

import org.jspecify.annotations.NullMarked;
