package io.lepton.jobs.mitigation;

import io.lepton.config.Mitigate.Method;
import io.lepton.config.Pipeline;
import io.lepton.config.Train;
import io.lepton.config.yaml.Section;
import java.util.Optional;

/** What of auto's methods the pipeline file and the chosen model leave. */
record Applicability(Pipeline pipeline, String attribute, ChosenModel chosen) {

    /** Why a method is not tried; empty where it can be. */
    Optional<String> refusal(Method method) {
        if (method.needsAttributeAtScoring() && !pipeline.score().allowProtectedAttributes()) {
            return Optional.of("reads '" + attribute
                    + "' of the rows that are scored, which score.allow-protected-attributes does not allow");
        }
        if (method.decides() && pipeline.score().select().isPresent()) {
            return Optional.of("decides about each row, and score.select decides anew");
        }
        if (method.decides() && pipeline.audit().threshold() != 0.5) {
            return Optional.of("decides about each row, and audit.threshold decides anew");
        }
        if (!method.repairsScores() && chosen.learner().isEmpty()) {
            return Optional.of("trains one model anew, and the chosen one ('" + chosen.name()
                    + "') is joined of several, or calibrated");
        }
        return switch (method) {
            case FAIR_XGBOOST -> fairXgBoost();
            case CORRELATION_REMOVER -> shifted();
            default -> Optional.empty();
        };
    }

    private Optional<String> fairXgBoost() {
        if (!chosen.name().equals(Section.word(Train.ModelKind.XGBOOST))) {
            return Optional.of("is a kind of xgboost, and the chosen model is '" + chosen.name() + "'");
        }
        return pipeline.train().models().get(Train.ModelKind.XGBOOST) instanceof Train.XgBoost settings
                        && settings.plain()
                ? Optional.empty()
                : Optional.of(
                        "knows neither early-stopping, external-memory: always, native categories, monotone columns nor"
                                + " interactions");
    }

    private Optional<String> shifted() {
        return pipeline.train().models().entrySet().stream()
                .filter(model -> chosen.name().equals(Section.word(model.getKey()))
                        && model.getValue().joinsCategories())
                .findFirst()
                .map(model -> "shifts features, and the chosen model ('" + chosen.name()
                        + "') reads whole columns of categories");
    }
}
