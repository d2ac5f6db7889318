package io.lepton.config;

import java.util.List;

/** Finds what is well written and cannot be meant: options that undo each other. */
record Contradictions(Problems problems, Section file) {

    void check(Pipeline pipeline) {
        String label = pipeline.train().label();
        List<String> quasiIdentifiers = pipeline.anonymize()
                .kAnonymity()
                .map(Anonymize.KAnonymity::quasiIdentifiers)
                .orElse(List.of());
        for (String column : quasiIdentifiers) {
            if (dropped(pipeline, column)) {
                at(
                        "anonymize",
                        "column '" + column + "' is dropped and a quasi-identifier; take it from one of the two");
            }
        }
        if (quasiIdentifiers.contains(label)) {
            at(
                    "anonymize",
                    "column '" + label + "' is the label and a quasi-identifier; generalized labels cannot be learned");
        }
        if (dropped(pipeline, label)) {
            at("train", "the label '" + label + "' is dropped by anonymize");
        }
        if (pipeline.features().exclude().contains(label)) {
            at("features", "the label '" + label + "' is excluded; it never is a feature, leave it out");
        }
        for (String key : pipeline.ingest().key()) {
            if (dropped(pipeline, key)) {
                at(
                        "anonymize",
                        "the key column '" + key + "' is dropped, but scores are joined by it; pseudonymize it");
            }
        }
        for (String column : pipeline.audit().protectedAttributes()) {
            if (dropped(pipeline, column)) {
                at(
                        "audit",
                        "the protected attribute '" + column
                                + "' is dropped by anonymize; without it nothing can be audited");
            }
        }
    }

    private static boolean dropped(Pipeline pipeline, String column) {
        Anonymize.Protection protection = pipeline.anonymize().columns().get(column);
        return protection != null && protection.method() == Anonymize.Method.DROP;
    }

    private void at(String section, String text) {
        problems.add(file.lineOf(section), section, text);
    }
}
