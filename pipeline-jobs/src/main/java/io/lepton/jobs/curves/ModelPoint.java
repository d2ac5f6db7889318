package io.lepton.jobs.curves;

import io.lepton.training.curves.CurvePoint;

/**
 * A step of a training of a model.
 *
 * @param model by its name in the pipeline file
 */
public record ModelPoint(String model, CurvePoint point) {}
