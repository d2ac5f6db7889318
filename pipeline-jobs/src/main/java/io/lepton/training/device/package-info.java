/**
 * Where models train: the driver chooses between CPU and GPU before anything runs ({@link io.lepton.training.device.DeviceChoice}),
 * Spark gives the training stage one task a GPU ({@link io.lepton.training.device.GpuSlots}), and each task tells its engine which GPU
 * is its own ({@link io.lepton.training.device.DeviceAddress}).
 */
package io.lepton.training.device;
