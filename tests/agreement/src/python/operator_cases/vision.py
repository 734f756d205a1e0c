"""Detection operators of torchvision. They need its compiled half; without it the file of this family is left as it is."""

import torch

from .recorder import case, f64, family, normal, SUM, tensor, uniform


def record():
    if not torch._C._dispatch_has_kernel_for_dispatch_key("torchvision::nms", "CPU"):
        print("vision: the compiled half of torchvision does not load here, no cases")
        return
    family("vision")
    corners = uniform(12, 2, low=0.0, high=10.0)
    boxes = torch.cat([corners, corners + uniform(12, 2, low=3.0, high=8.0)], 1)
    op = "torchvision.nms.default"
    for threshold in (0.1, 0.3, 0.5, 0.9):
        case(op, f"threshold_{threshold}".replace(".", "_"), boxes, uniform(12), threshold)
    case(op, "same_boxes", torch.ones(3, 4) * tensor([0.0, 0.0, 2.0, 2.0]), tensor([0.1, 0.9, 0.5]), 0.5)
    case(op, "overlap_equals_threshold", tensor([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 1.0]]), tensor([0.9, 0.5]), 0.5)
    case(op, "none", torch.zeros(0, 4), torch.zeros(0), 0.5)
    op = "torchvision.roi_align.default"
    x = normal(2, 2, 8, 9)
    rois = tensor([[0.0, 1.0, 1.0, 7.0, 6.0], [1.0, 0.0, 2.5, 3.5, 7.5], [0.0, 2.2, 2.1, 2.4, 2.3]])
    for aligned in (False, True):
        for ratio in (2, 1, -1):
            title = f"ratio_{ratio}_aligned_{aligned}".lower()
            case(op, title, x, rois, 1.0, 3, 2, ratio, aligned, tol=SUM)
            case(op, title + "_half_scale", x, rois * tensor([1.0, 2.0, 2.0, 2.0, 2.0]), 0.5, 2, 2, ratio, aligned, tol=SUM)
    outside = tensor([[0.0, -3.0, -2.0, 4.0, 12.0], [1.0, 20.0, 20.0, 25.0, 25.0]])
    case(op, "outside", x, outside, 1.0, 2, 2, 2, True, tol=SUM)
    case(op, "f64", x.to(f64), rois.to(f64), 1.0, 2, 2, 2, True, tol=SUM)
    case(op, "no_regions", x, torch.zeros(0, 5), 1.0, 2, 2, 2, True, tol=SUM)
