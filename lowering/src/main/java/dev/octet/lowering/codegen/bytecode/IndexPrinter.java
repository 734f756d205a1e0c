package dev.octet.lowering.codegen.bytecode;

import static java.lang.constant.ConstantDescs.CD_int;

import dev.octet.lowering.codegen.loop.Affine;
import dev.octet.lowering.codegen.loop.Buffer;
import dev.octet.lowering.codegen.loop.DerivedVariable;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Prints indices and addresses. */
final class IndexPrinter {
  private final PrintedMethod method;
  private final CodeBuilder code;

  IndexPrinter(PrintedMethod method) {
    this.method = method;
    this.code = method.code;
  }

  /** Computes part of an address. */
  void pointer(Scope.Pointer pointer) {
    Affine index = pointer.index();
    if (index.isConstant()) {
      code.lload(method.local(pointer.buffer()));
      if (index.constant() != 0) {
        code.loadConstant(index.constant() * pointer.buffer().storage().bytes()).ladd();
      }
    } else {
      address(pointer.buffer(), index);
    }
    method.save(pointer, TypeKind.LONG);
  }

  /** Computes an index that is not affine. */
  void derived(DerivedVariable variable) {
    push(variable.first());
    push(variable.second());
    String name =
        switch (variable.kind()) {
          case FLOOR_DIVIDE -> "floorDiv";
          case REMAINDER -> "floorMod";
          case MINIMUM -> "min";
          case MAXIMUM -> "max";
        };
    code.invokestatic(
        ClassDesc.of("java.lang.Math"), name, MethodTypeDesc.of(CD_int, CD_int, CD_int));
    method.save(variable, TypeKind.INT);
  }

  /** Pushes the address of an element. */
  void address(Buffer buffer, Affine index) {
    Affine outer = method.plan.outer(index);
    code.lload(method.local(new Scope.Pointer(buffer, outer)));
    terms(index.plus(outer, -1), buffer.storage().bytes());
  }

  /** Pushes an index as an int. */
  void push(Affine index) {
    if (index.isConstant()) {
      code.loadConstant((int) index.constant());
    } else {
      code.lconst_0();
      terms(index, 1);
      code.l2i();
    }
  }

  /** Adds terms times a factor to the long on the stack. */
  private void terms(Affine terms, long factor) {
    terms
        .terms()
        .forEach((variable, coefficient) -> {
          code.iload(method.local(variable)).i2l();
          if (coefficient * factor != 1) {
            code.loadConstant(coefficient * factor).lmul();
          }
          code.ladd();
        });
    if (terms.constant() != 0) {
      code.loadConstant(terms.constant() * factor).ladd();
    }
  }
}
