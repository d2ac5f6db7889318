package io.lepton.registry;

import java.util.Optional;

/**
 * One thing in which two versions differ.
 *
 * @param what a dotted path such as {@code metrics.auc}, {@code parameters.depth}, {@code files.model.json} or {@code
 *     inputSchema.fields.age.type}
 * @param before its value in the first version; empty where that has none
 * @param after its value in the second version; empty where that has none
 */
public record Difference(String what, Optional<String> before, Optional<String> after) {}
