package dev.octet.lowering.codegen.reader;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Expr;
import java.util.List;

/** What an element of a result of an operator is. */
interface ElementReader {
  /** The element of the call's result at an index, one entry for each dimension. */
  Expr read(ElementCall in, List<Affine> index);
}
