namespace Microsoft.ML.MultiTask.Streets.World;

/// <summary>
/// The lines that cars follow: along the main road, across it, and round its corners. They start and end out of view.
/// </summary>
internal sealed class LanePlan(RoadPlan plan, double travel)
{
    /// <summary>How far into the side roads there is traffic, metres from the main road.</summary>
    private const double SideReach = 110;

    private const double CornerRadius = 3.5;

    public IEnumerable<Lane> Lanes() => [.. MainLanes(), .. plan.Junctions.SelectMany(SideLanes)];

    private IEnumerable<Lane> MainLanes()
    {
        var (curve, profile) = (plan.Main.Curve, plan.Main.Profile);
        var (from, to) = (Math.Max(0, plan.EgoStart - 25), Math.Min(curve.Length, plan.EgoStart + travel + 150));
        for (var lane = 0; lane < profile.Lanes; lane++)
        {
            var offset = profile.LaneCentre(lane);
            yield return new Lane(StreetCurve.Through(curve.Along(0, curve.Length, offset)), from, to);
            yield return new Lane(StreetCurve.Through(curve.Along(curve.Length, 0, -offset)), curve.Length - to, curve.Length - from);
        }
    }

    private IEnumerable<Lane> SideLanes(StreetJunction junction)
    {
        if (junction.Sides is [var one, var other])
        {
            yield return Across(one.Road, other.Road);
            yield return Across(other.Road, one.Road);
            yield break;
        }
        var (road, side) = junction.Sides[0];
        yield return Inward(junction.S, road, side);
        yield return Outward(junction.S, road, side);
    }

    /// <summary>In along one side road and out along the other.</summary>
    private Lane Across(StreetRoad from, StreetRoad to)
    {
        var edge = plan.Main.Profile.HalfWidth + 1;
        var lane = from.Profile.LaneCentre(0);
        var path = StreetCurve.Through(StreetCurve.Joined(
            from.Curve.Along(from.Curve.Length, edge, -lane),
            to.Curve.Along(edge, to.Curve.Length, lane)));
        var middle = from.Curve.Length;
        return new Lane(path, Math.Max(0, middle - Reach(from)), Math.Min(path.Length, middle + Reach(to)));
    }

    /// <summary>In along a side road, and right into the main road.</summary>
    private Lane Inward(double s, StreetRoad road, int side)
    {
        var main = plan.Main;
        var start = Math.Clamp(s + side * (road.Profile.HalfWidth + CornerRadius), 0, main.Curve.Length);
        var path = StreetCurve.Joined(
            road.Curve.Along(road.Curve.Length, main.Profile.HalfWidth + CornerRadius, -road.Profile.LaneCentre(0)),
            main.Curve.Along(start, side > 0 ? main.Curve.Length : 0, side * OuterLane(main)));
        var length = road.Curve.Length;
        return new Lane(StreetCurve.Through(path), Math.Max(0, length - Reach(road)), length - main.Profile.HalfWidth - 5);
    }

    /// <summary>Right out of the main road, and away along a side road.</summary>
    private Lane Outward(double s, StreetRoad road, int side)
    {
        var main = plan.Main;
        var end = Math.Clamp(s - side * (road.Profile.HalfWidth + CornerRadius), 0, main.Curve.Length);
        var start = side > 0 ? 0 : main.Curve.Length;
        var path = StreetCurve.Joined(
            main.Curve.Along(start, end, side * OuterLane(main)),
            road.Curve.Along(main.Profile.HalfWidth + CornerRadius, road.Curve.Length, road.Profile.LaneCentre(0)));
        var corner = Math.Abs(end - start) + main.Profile.HalfWidth;
        return new Lane(StreetCurve.Through(path), corner + 8, corner + Reach(road));
    }

    private static double OuterLane(StreetRoad road) => road.Profile.LaneCentre(road.Profile.Lanes - 1);

    private double Reach(StreetRoad road) => Math.Min(road.Curve.Length, SideReach + (plan.IsTurnedInto(road) ? travel : 0));
}
