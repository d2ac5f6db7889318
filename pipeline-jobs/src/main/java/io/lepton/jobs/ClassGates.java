package io.lepton.jobs;

import io.lepton.config.Audit;
import io.lepton.error.LeptonException;
import io.lepton.fairness.ClassNames;
import io.lepton.training.TaskType;
import java.util.List;

/** Gates on one class of a label. */
record ClassGates(LabelCodec label) {

    /**
     * Refuses gates that the audit could not decide, as soon as the label's classes are known: before anything is trained.
     *
     * @throws LeptonException (configuration) for a class that the label does not have
     */
    void require(List<Audit.Gate> gates) {
        ClassNames names = new ClassNames(label.classes());
        gates.stream().map(Audit.Gate::metric).filter(ClassNames::isOfClass).forEach(metric -> {
            if (label.task() != TaskType.MULTICLASS) {
                throw LeptonException.configuration(
                        "Cannot decide gate '" + metric + "': it is of one of several classes, and '"
                                + label.column() + "' has "
                                + (label.classes().isEmpty() ? "none" : "two") + ". Name a metric of all rows.");
            }
            names.numbered(metric);
        });
    }
}
