package io.lepton.config;

import io.lepton.config.yaml.Problem;
import io.lepton.config.yaml.Section;
import io.lepton.error.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds what {@code train.mitigate} cannot do with the rest of the file: before any work, and with a reason. */
final class MitigationRules {
    private static final String AT = "train.mitigate";

    private final PipelineFile file;
    private final Pipeline pipeline;
    private final List<Problem> found = new ArrayList<>();

    MitigationRules(PipelineFile file) {
        this.file = file;
        this.pipeline = file.pipeline();
    }

    /** Asked once. */
    List<Problem> found() {
        pipeline.train().mitigate().filter(asked -> file.sound(AT)).ifPresent(this::check);
        return List.copyOf(found);
    }

    private void check(Mitigate asked) {
        attribute(asked);
        options(asked);
        models(asked);
        if (pipeline.train().task() == Train.Task.MULTICLASS || pipeline.train().task() == Train.Task.REGRESSION) {
            add(
                    "",
                    "only decisions between two classes can be mitigated; train.task is "
                            + Section.word(pipeline.train().task()));
        }
        if (asked.method().needsAttributeAtScoring() && !pipeline.score().allowProtectedAttributes()) {
            add(
                    ".method",
                    word(asked) + " treats people by their protected attribute when it scores them, which"
                            + " score.allow-protected-attributes forbids unless it is true: in many places the law does."
                            + " Choose a method that needs the attribute in training only (" + withoutAttribute()
                            + "), or allow it");
        }
        decisions(asked);
    }

    private void attribute(Mitigate asked) {
        List<String> known = pipeline.audit().protectedAttributes();
        if (!file.sound("audit.protected-attributes")) {
            return;
        }
        Optional<String> unknown = asked.attribute().filter(name -> !known.contains(name));
        if (known.isEmpty()) {
            add("", "nobody can be treated more alike: name the attribute in audit.protected-attributes");
        } else if (unknown.isPresent()) {
            String at = AT + ".attribute";
            add(
                    ".attribute",
                    file.places().shown(at, unknown.get()) + " is none of audit.protected-attributes ("
                            + String.join(", ", known) + ")." + Suggestion.didYouMean(unknown.get(), known));
        } else if (asked.attribute().isEmpty() && known.size() > 1) {
            add("", "name the attribute: one of " + String.join(", ", known));
        }
    }

    /** Options that the method would take no notice of. */
    private void options(Mitigate asked) {
        Mitigate.Method method = asked.method();
        asked.constraint()
                .filter(constraint -> !method.constraints().contains(constraint))
                .ifPresent(constraint -> add(
                        ".constraint",
                        word(asked) + " cannot bring about " + Section.word(constraint) + ", only "
                                + method.constraints().stream()
                                        .map(Section::word)
                                        .collect(Collectors.joining(", "))));
        if (!method.isBounded()) {
            unused(asked, ".bound", asked.bound());
        } else if (method == Mitigate.Method.EXPONENTIATED_GRADIENT
                && asked.bound().filter(bound -> bound == 0).isPresent()) {
            add(".bound", word(asked) + " needs a bound above 0, for example 0.005");
        }
        if (method != Mitigate.Method.FAIR_XGBOOST) {
            unused(asked, ".penalty", asked.penalty());
        }
        if (!method.repairsFeatures()) {
            unused(asked, ".repair-level", asked.repairLevel());
        }
        if (method != Mitigate.Method.AUTO) {
            unused(asked, ".tries", asked.tries());
            unused(asked, ".minutes", asked.minutes());
            unused(asked, ".max-accuracy-loss", asked.maxAccuracyLoss());
        }
    }

    private void unused(Mitigate asked, String option, Optional<?> value) {
        if (value.isPresent()) {
            add(option, "has no meaning for " + word(asked));
        }
    }

    private void models(Mitigate asked) {
        Mitigate.Method method = asked.method();
        if (method == Mitigate.Method.AUTO || method.repairsScores()) {
            return;
        }
        String why = word(asked) + " trains one model anew, and ";
        if (pipeline.train().ensemble().isPresent()) {
            add(
                    ".method",
                    why + "train.ensemble would join several by their quality alone; leave the ensemble out, or"
                            + " choose auto");
        }
        if (pipeline.train().calibration().isPresent()) {
            add(
                    ".method",
                    why + "train.calibration would "
                            + (method.repairsFeatures()
                                    ? "mend the scores of the one before"
                                    : "undo what it does to the scores")
                            + "; leave the calibration out, or choose auto");
        }
        if (method == Mitigate.Method.FAIR_XGBOOST) {
            fairXgBoost();
        }
        if (method.repairsFeatures()) {
            repairOfFeatures(asked);
        }
    }

    private void repairOfFeatures(Mitigate asked) {
        if (pipeline.register().compress().isPresent()) {
            add(
                    ".method",
                    "register.compress would measure the model on features that are not repaired, and " + word(asked)
                            + " repairs them; leave one out");
        }
        if (asked.method() == Mitigate.Method.CORRELATION_REMOVER) {
            pipeline.train().models().forEach((kind, settings) -> {
                if (settings.joinsCategories()) {
                    add(
                            ".method",
                            word(asked) + " shifts each category's feature, and " + Section.word(kind)
                                    + " reads whole columns of categories; set train.models." + Section.word(kind)
                                    + ".categories to one-hot");
                }
            });
        }
    }

    private void fairXgBoost() {
        if (!List.of(Train.ModelKind.XGBOOST)
                .equals(List.copyOf(pipeline.train().models().keySet()))) {
            add(".method", "fair-xgboost is a kind of xgboost: name it, and no other model, in train.models");
        } else if (pipeline.train().models().get(Train.ModelKind.XGBOOST) instanceof Train.XgBoost settings
                && !settings.plain()) {
            add(
                    ".method",
                    "fair-xgboost knows neither early-stopping, external-memory: always, native categories, monotone"
                            + " columns nor interactions; take them out of train.models.xgboost");
        }
    }

    /** Where the method decides about each row, nothing else may. */
    private void decisions(Mitigate asked) {
        if (!asked.method().decides()) {
            return;
        }
        if (pipeline.score().select().isPresent()) {
            add(".method", word(asked) + " decides about each row, and score.select would decide anew; leave one out");
        }
        if (pipeline.audit().threshold() != 0.5) {
            add(
                    ".method",
                    word(asked) + " decides about each row, and audit.threshold would decide anew; leave one out");
        }
        if (pipeline.register().compress().isPresent()) {
            add(".method", "register.compress would change the model after it was made fairer; leave one out");
        }
    }

    private static String withoutAttribute() {
        return java.util.Arrays.stream(Mitigate.Method.values())
                .filter(method -> method != Mitigate.Method.AUTO && !method.needsAttributeAtScoring())
                .map(Section::word)
                .collect(Collectors.joining(", "));
    }

    private static String word(Mitigate asked) {
        return Section.word(asked.method());
    }

    /** Where the file has the option, or else at the section. */
    private void add(String option, String text) {
        found.add(file.problem(AT + option, text));
    }
}
