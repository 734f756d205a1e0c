/** A quantizer for an imaginary accelerator. In: a float program. Out: its annotations. */
@NullMarked
package com.example.tern;

import org.jspecify.annotations.NullMarked;
