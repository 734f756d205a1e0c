/**
 * The golden networks once more, written in Java: captured, they must equal what PyTorch captured.
 */
@NullMarked
package dev.octet.endtoend.twins;

import org.jspecify.annotations.NullMarked;
