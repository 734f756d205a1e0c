package dev.octet.op;

import com.google.common.collect.ImmutableList;
import dev.octet.symbol.SymInt;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Element type and sizes of a tensor value; sizes may be symbolic.
 *
 * @param strides in elements as the file declares them; empty if row-major without gaps. They
 *     matter to nobody but the writer.
 */
public record TensorType(
    DType dtype, ImmutableList<SymInt> sizes, Optional<ImmutableList<SymInt>> strides)
    implements ValueType {

  public TensorType(DType dtype, List<SymInt> sizes) {
    this(dtype, ImmutableList.copyOf(sizes), Optional.empty());
  }

  public static TensorType of(DType dtype, long... sizes) {
    return new TensorType(dtype, Arrays.stream(sizes).mapToObj(SymInt::of).toList());
  }

  public static TensorType of(DType dtype, Shape shape) {
    return of(dtype, shape.toArray());
  }

  public int rank() {
    return sizes.size();
  }

  /** The size of a dimension; negative counts from the end. */
  public SymInt size(int dimension) {
    return sizes.get(dimension < 0 ? dimension + sizes.size() : dimension);
  }

  /** The same sizes with another element type, strides dropped. */
  public TensorType withDType(DType other) {
    return new TensorType(other, sizes, Optional.empty());
  }

  /** The same element type with other sizes, strides dropped. */
  public TensorType withSizes(List<SymInt> other) {
    return new TensorType(dtype, other);
  }

  /** True if no size has a symbol. */
  public boolean isStatic() {
    return sizes.stream().allMatch(SymInt::isConstant);
  }

  /** The concrete shape; an error names the type if a size is symbolic. */
  public Shape shape() {
    return Shape.of(sizes.stream().mapToLong(SymInt::constant).toArray());
  }

  /** True if element type and sizes are equal, whatever the strides. */
  public boolean sameAs(TensorType other) {
    return dtype == other.dtype && sizes.equals(other.sizes);
  }

  @Override
  public SortedSet<String> symbols() {
    SortedSet<String> symbols = new TreeSet<>();
    for (SymInt size : sizes) {
      if (!size.isConstant()) {
        symbols.addAll(size.symbols());
      }
    }
    return symbols;
  }

  /** With symbols of the sizes replaced, all at once; strides are dropped. */
  @Override
  public TensorType substitute(Map<String, SymInt> replacements) {
    return withSizes(sizes.stream().map(size -> size.substitute(replacements)).toList());
  }

  @Override
  public String toString() {
    return dtype.shortName() + sizes + strides.map(s -> "{" + s + "}").orElse("");
  }
}
