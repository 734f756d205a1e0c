package dev.octet.quantizer.spec;

import java.util.List;

/**
 * A formula that computes the parameters of one tensor from those of others. Implement it as an
 * enum constant or a record, so that it compares and prints; it must give the same result for the
 * same parameters, from any thread.
 */
public interface QParamsDerivation {
  /** A name for messages and reports. */
  String name();

  /**
   * The parameters.
   *
   * @param sources in the order of {@link DerivedQuantizationSpec#derivedFrom}
   * @throws SpecException if the formula does not apply to them
   */
  QParams derive(List<QParams> sources);
}
