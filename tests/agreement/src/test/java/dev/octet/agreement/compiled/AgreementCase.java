package dev.octet.agreement.compiled;

import dev.octet.program.ExportedProgram;
import java.util.Locale;
import java.util.Random;

/**
 * One random program; the same values always give the same program. Prints as one line.
 *
 * @param form what the family calls this kind of program
 */
record AgreementCase(Family family, String form, Numbers numbers, Memory memory, long seed) {

  /** What is tested. */
  Sketch.Drawn draw() {
    Random random = new Random(31L * (family.name() + form + numbers.name()).hashCode() + seed);
    return Sketch.of(random, numbers, sketch -> family.draw(form, sketch));
  }

  ExportedProgram program() {
    return draw().program();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s %s %s %d", family.name(), form, numbers, memory, seed);
  }
}
