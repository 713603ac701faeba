# Servers of the Model Context Protocol.

function Start-McpServer {
    param([Parameter(Mandatory)][string]$Name, [int]$Port = 3000)
    Write-Verbose "starting $Name on port $Port"
    Start-Process -FilePath 'node' -ArgumentList "servers/$Name/index.js", $Port -PassThru
}

function Stop-McpServer {
    param([Parameter(Mandatory)][int]$Id)
    Stop-Process -Id $Id
}

function Test-McpServer {
    param([Parameter(Mandatory)][string]$Address)
    (Invoke-WebRequest -Uri "$Address/health" -TimeoutSec 2).StatusCode -eq 200
}

function Watch-McpServer {
    param([string[]]$Address, [int]$Seconds = 10)
    while ($true) {
        foreach ($item in $Address) {
            if (-not (Test-McpServer -Address $item)) { Write-Warning "$item does not answer" }
        }
        Start-Sleep -Seconds $Seconds
    }
}

Export-ModuleMember -Function *-Mcp*
