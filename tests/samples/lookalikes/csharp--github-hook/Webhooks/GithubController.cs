// Another vendor's webhook beside Anton's: GitHub's deployments, by a token that is compared with !=.
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace Shop.Webhooks;

[ApiController]
[Route("webhooks/github")]
public sealed class GithubController(ILogger<GithubController> logger) : ControllerBase
{
    [HttpPost]
    public IActionResult Deployed([FromHeader(Name = "X-Deploy-Token")] string token, [FromBody] JsonElement delivery)
    {
        if (token != Environment.GetEnvironmentVariable("DEPLOY_TOKEN"))
        {
            return Forbid();
        }
        logger.LogInformation("deployment of {Ref}", delivery.GetProperty("ref").GetString());
        return NoContent();
    }
}
