/**
 * The public API and the {@code octet} command on whole programs that PyTorch wrote, as a user
 * calls them.
 */
@NullMarked
package dev.octet.endtoend;

import org.jspecify.annotations.NullMarked;
